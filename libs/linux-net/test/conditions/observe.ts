import { setTimeout as delay } from "node:timers/promises";
import type { DestinationEntry } from "@fourtuple/core/samples";
import { type TcpState, zeroStateCounts } from "@fourtuple/core/tcp";
import {
  type Namespace,
  namespacesAvailable,
  ssAvailable,
  type WholeCensus,
  wireAvailable,
} from "@fourtuple/testkit/namespaces";
import { expect } from "vitest";
import type { FieldReading } from "../../src/proc/field-table.js";
import { openPulse } from "../../src/proc/open-pulse.js";

const DEADLINE_MS = 10_000;
const INTERVAL_MS = 50;

/** Why a machine cannot make the conditions; null where it can. */
export function whyNot({ wire = false } = {}): string | null {
  const needed = [namespacesAvailable(), ssAvailable(), ...(wire ? [wireAvailable()] : [])];
  return needed.map((one) => (one.ok ? null : one.reason)).find((reason) => reason !== null) ?? null;
}

/** @returns the title, with the reason where the tests are skipped. */
export function titled(title: string, reason: string | null): string {
  return reason === null ? title : `${title} (skipped: ${reason})`;
}

/** Both sources of the census and `ss -tan` say `expected`, and no other state. @returns the census by sock_diag. */
export async function expectStates(
  namespace: Namespace,
  expected: Partial<Record<TcpState, number>>,
): Promise<WholeCensus> {
  const { counts: witness } = await namespace.ask("countBySs", {});
  const diag = await namespace.ask("readCensus", { procRoot: "/proc" });
  const proc = await namespace.ask("readCensus", { procRoot: "/proc/self" });
  expect(witness).toEqual({ ...zeroStateCounts(), ...expected });
  expect(diag.sockets).toMatchObject({ source: "sock_diag", partial: false });
  expect(proc.sockets).toMatchObject({ source: "procfs", partial: false });
  expect(diag.counts).toEqual(witness);
  expect(proc.counts).toEqual(witness);
  return diag;
}

/** @returns the entry of a destination in the top lists of a census. */
export function findDestination(
  { sockets }: WholeCensus,
  wanted: Partial<DestinationEntry>,
): DestinationEntry | undefined {
  const { address, port, sourceAddress } = wanted;
  return sockets.topLists?.destinations.entries.find(
    (entry) =>
      (address === undefined || entry.address === address) &&
      (port === undefined || entry.port === port) &&
      (sourceAddress === undefined || entry.sourceAddress === sourceAddress),
  );
}

function fieldsOf(reading: FieldReading): ReadonlyMap<string, number> {
  if (reading.status !== "ok") throw new Error(`the pulse is ${reading.status}`);
  return reading.fields;
}

/** What the counters of a namespace did since this was made or `reset()`. */
export class Pulse {
  readonly #root: string;
  #before: ReadonlyMap<string, number>;

  constructor(namespace: Namespace) {
    this.#root = `/proc/${namespace.pid}`;
    this.#before = this.read();
  }

  /** All figures of snmp, netstat and sockstat, such as `TcpExt.ListenDrops` and `TCP.tw`. */
  read(): Map<string, number> {
    const pulse = openPulse(this.#root);
    const { snmp, netstat, sockstat } = pulse.read();
    pulse.close();
    return new Map([snmp, netstat, sockstat].flatMap((reading) => [...fieldsOf(reading)]));
  }

  reset(): void {
    this.#before = this.read();
  }

  /** @returns by how much each of the named counters moved, all read at once. */
  moved(...names: string[]): Record<string, number> {
    const now = this.read();
    return Object.fromEntries(names.map((name) => [name, (now.get(name) ?? Number.NaN) - this.#from(name)]));
  }

  /** @returns every counter of TCP that moved. */
  allMoved(): Record<string, number> {
    const names = [...this.read().keys()].filter((name) => /^Tcp(Ext)?\./.test(name));
    return Object.fromEntries(Object.entries(this.moved(...names)).filter(([, by]) => by !== 0));
  }

  /** Waits until a counter has moved by so much at least. @throws after ten seconds. */
  async awaitMoved(name: string, atLeast: number): Promise<void> {
    const deadlineMs = performance.now() + DEADLINE_MS;
    for (let by = 0; by < atLeast; ) {
      by = this.moved(name)[name] ?? 0;
      if (by < atLeast && performance.now() > deadlineMs) throw new Error(`${name} moved by ${by} only`);
      await delay(INTERVAL_MS);
    }
  }

  #from(name: string): number {
    return this.#before.get(name) ?? Number.NaN;
  }
}
