import type { CgroupEntry } from "@fourtuple/core/samples";
import { walkCgroups } from "./walk-cgroups.js";

/** A cgroup that is new has its path after a minute at the latest (judgement: a walk of 500 costs some 30 ms). */
const WALK_INTERVAL_MS = 60_000;

export interface CgroupPathsOptions {
  /** `/sys/fs/cgroup` on a live host. */
  readonly mountPoint: string;
  /** A clock that never goes back, ms. */
  readonly nowMs: () => number;
}

/** Knows cgroups by the id that the kernel tells of a socket. */
export class CgroupPaths {
  #pathById: ReadonlyMap<string, string> = new Map();
  /** Ids that the last walk did not find. They are not given twice, so that what is gone stays gone. */
  #gone: ReadonlySet<string> = new Set();
  #nextWalkMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: CgroupPathsOptions) {}

  /** @returns the entries with their paths; null stays where a cgroup is gone, hidden or too new. */
  async name(entries: readonly CgroupEntry[]): Promise<readonly CgroupEntry[]> {
    const isNew = ({ id }: CgroupEntry) => !this.#pathById.has(id) && !this.#gone.has(id);
    if (entries.some(isNew) && this.options.nowMs() >= this.#nextWalkMs) {
      this.#pathById = await walkCgroups(this.options.mountPoint);
      this.#gone = new Set(entries.map(({ id }) => id).filter((id) => !this.#pathById.has(id)));
      this.#nextWalkMs = this.options.nowMs() + WALK_INTERVAL_MS;
    }
    return entries.map((entry) => ({ ...entry, path: this.#pathById.get(entry.id) ?? null }));
  }
}
