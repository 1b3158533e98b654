import { closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { failureOf } from "../proc/read-bounded.js";
import { readNamespaceInode } from "./find-namespaces.js";
import type { NamespaceCalls } from "./namespace-calls.js";

const STDERR = 2;

export type Visit<T> =
  | { readonly status: "done"; readonly value: T }
  /** There is no such namespace any more. */
  | { readonly status: "gone" }
  | { readonly status: "refused"; readonly reason: string };

/** @returns never: every later figure would be of another namespace, and said to be ours. */
function endProcess(reason: string): never {
  writeSync(
    STDERR,
    `fourtuple: ${reason}; this process ends, since its figures would be of another network\n`,
  );
  process.exit(1);
}

/** Our own network namespace, from which the others are visited. */
export class HomeNamespace {
  readonly #fd: number;
  readonly inode: number;
  readonly #directory: string;

  /** @throws where the calling thread's own namespace cannot be opened. */
  constructor(
    procRoot: string,
    private readonly calls: NamespaceCalls,
    private readonly onLost: (reason: string) => never = endProcess,
  ) {
    this.#directory = join(procRoot, "thread-self");
    this.#fd = openSync(join(this.#directory, "ns/net"), "r");
    this.inode = fstatSync(this.#fd).ino;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /**
   * Calls `look` while this thread is in the namespace at `path`, if that still is the one of `inode`. A thread
   * has one namespace for all it does, so that `look` must not wait for anything; other threads stay at home.
   */
  visit<T>(path: string, inode: number, look: () => T): Visit<T> {
    let fd: number;
    try {
      fd = openSync(path, "r");
    } catch (error) {
      const failure = failureOf(error);
      if (failure.status === "absent" || failure.reason === "ESRCH") return { status: "gone" };
      return { status: "refused", reason: `open: ${failure.reason}` };
    }
    try {
      return fstatSync(fd).ino === inode ? this.#lookFrom(fd, look) : { status: "gone" };
    } finally {
      closeSync(fd);
    }
  }

  #lookFrom<T>(fd: number, look: () => T): Visit<T> {
    const refusal = this.calls.setNamespace(fd);
    if (refusal !== null) return { status: "refused", reason: `setns: ${refusal}` };
    try {
      return { status: "done", value: look() };
    } finally {
      this.#goHome();
    }
  }

  #goHome(): void {
    const refusal = this.calls.setNamespace(this.#fd);
    if (refusal !== null) this.onLost(`the way back to our network namespace is closed: setns: ${refusal}`);
    const here = readNamespaceInode(this.#directory);
    if (here.status !== "ok" || here.inode !== this.inode) {
      this.onLost("the way back led to another network namespace than ours");
    }
  }
}
