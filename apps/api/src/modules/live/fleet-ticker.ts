import type { FleetRow } from "@fourtuple/contracts/web";
import { STATE_METRIC_ID } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import type { ReceivedSample } from "./hub/sample-ring.js";

/** Gathers what happened between two messages to the fleet view: the newest of each host is enough. */
export class FleetTicker {
  private readonly newest = new Map<string, ReceivedSample>();
  private hasChanged = false;

  addSample(hostId: string, sample: ReceivedSample): void {
    this.newest.set(hostId, sample);
  }

  noteChange(): void {
    this.hasChanged = true;
  }

  /** What to send, once: rows since the last call, and whether the list of hosts is to be read anew. */
  take(): { readonly rows: readonly FleetRow[]; readonly hasChanged: boolean } {
    const rows = [...this.newest].map(([hostId, sample]) => fleetRow(hostId, sample));
    const { hasChanged } = this;
    this.newest.clear();
    this.hasChanged = false;
    return { rows, hasChanged };
  }
}

function fleetRow(hostId: string, sample: ReceivedSample): FleetRow {
  return {
    hostId,
    atMs: sample.atMs,
    receivedMs: sample.receivedMs,
    censusSource: sample.censusSource,
    partial: sample.partial,
    states: TCP_STATES.map((state) => sample.values[STATE_METRIC_ID[state]] ?? null),
  };
}
