import type { TopLists } from "@fourtuple/core/samples";

const MINUTE_MS = 60_000;

/** Picks what is kept of the lists: those of the first full census of each minute. */
export class TopListMinutes {
  #minute: number | null = null;
  #latest: TopLists | null = null;

  /** The newest of the whole; null before the first. */
  get latest(): TopLists | null {
    return this.#latest;
  }

  /** @returns whether these lists are the ones that are kept of their minute. */
  isKept(lists: TopLists): boolean {
    if (lists.tier !== "full") return false;
    this.#latest = lists;
    const minute = Math.floor(lists.atMs / MINUTE_MS);
    if (minute === this.#minute) return false;
    this.#minute = minute;
    return true;
  }
}
