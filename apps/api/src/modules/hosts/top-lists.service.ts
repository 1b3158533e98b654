import type { TopListsResponse } from "@fourtuple/contracts/web";
import { type CensusTier, decodeTopLists, type TopLists } from "@fourtuple/core/samples";
import { Injectable } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import type { PackedTopLists } from "../live/hub/hub-event.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { TopListsRepository } from "./top-lists.repository.js";

/** Who holds the sockets of a host: what came live, and what was recorded. */
@Injectable()
export class TopListsService {
  constructor(
    private readonly repository: TopListsRepository,
    private readonly hub: LiveHub,
    private readonly clock: Clock,
  ) {}

  /**
   * The newest lists of each tier; with `atMs` the newest recorded ones that are not after it.
   * After a restart, or on another replica than the agent's, those are all there is.
   */
  async newest(hostId: string, atMs: number | null): Promise<TopListsResponse> {
    const recorded = await this.repository.loadNewest(hostId, atMs);
    const known = atMs === null ? [...recorded, ...this.hub.topLists(hostId)] : recorded;
    const newestOf = (tier: CensusTier) => unpack(known.filter((lists) => lists.tier === tier));
    return {
      atMs: this.clock.nowMs(),
      lists: { full: newestOf("full"), troubled: newestOf("troubled"), timeWait: newestOf("timeWait") },
    };
  }
}

/** The newest of `known`, under the time it is filed under. */
function unpack(known: readonly PackedTopLists[]): TopLists | null {
  const newest = known.toSorted((a, b) => a.atMs - b.atMs).at(-1);
  const read = newest && decodeTopLists(newest.body);
  return read?.ok ? { ...read.value, atMs: newest?.atMs ?? read.value.atMs } : null;
}
