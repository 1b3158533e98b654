import { MAX_OWNERS, type SocketOwner } from "./owned-key.js";
import { readProcessCgroup, readProcessName, readProcessUid } from "./process-facts.js";

/** Sockets by process, for each key number. */
export class Holdings {
  readonly #names = new Map<number, string>();
  readonly #byKey = new Map<number, Map<number, number>>();

  constructor(private readonly procRoot: string) {}

  /** The name is read at once: a process that ends a moment later was an owner nevertheless. */
  add(pid: number, key: number): void {
    const name = this.#names.get(pid) ?? readProcessName(this.procRoot, pid) ?? "";
    this.#names.set(pid, name);
    const byPid = this.#byKey.get(key) ?? new Map<number, number>();
    this.#byKey.set(key, byPid);
    byPid.set(pid, (byPid.get(pid) ?? 0) + 1);
  }

  ownersOf(key: number): SocketOwner[] {
    return [...(this.#byKey.get(key) ?? [])]
      .sort(([onePid, one], [otherPid, other]) => other - one || onePid - otherPid)
      .slice(0, MAX_OWNERS)
      .map(([pid, sockets]) => ({
        pid,
        name: this.#names.get(pid) ?? "",
        uid: readProcessUid(this.procRoot, pid),
        ...readProcessCgroup(this.procRoot, pid),
        sockets,
      }));
  }
}
