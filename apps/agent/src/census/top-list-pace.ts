import type { CensusTier } from "@fourtuple/core/samples";
import { TOP_LISTS_INTERVAL_MS } from "../uplink/latest-frames.js";

/** Has the lists of a tier made as often as they are sent: making them costs more than counting a few sockets. */
export class TopListPace {
  readonly #madeAtMs = new Map<CensusTier, number>();

  /** @param wallMs the time of the census, by which the lists are known. */
  isDue(tier: CensusTier, wallMs: number): boolean {
    const madeAtMs = this.#madeAtMs.get(tier);
    // A clock that was set back must not silence the lists.
    return madeAtMs === undefined || Math.abs(wallMs - madeAtMs) >= TOP_LISTS_INTERVAL_MS;
  }

  made(tier: CensusTier, wallMs: number): void {
    this.#madeAtMs.set(tier, wallMs);
  }
}
