import type { ListenPorts } from "../aggregate/listen-ports.js";
import type { SocketSink } from "../sock-diag/decode-datagram.js";
import { NLMSG_HEADER_BYTES } from "../sock-diag/protocol.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import { type KeyIndex, NO_NUMBER } from "./key-index.js";

/** idiag_inode of struct inet_diag_msg. */
const INODE = NLMSG_HEADER_BYTES + 68;
/** More keys than may be asked for, so that an inode and a key fit into one number. */
const KEYS = 256;
/** Some 2.4 MB; past it the sockets are counted and not looked for (judgement: that many are never one process's fault alone). */
const MAX_SOUGHT = 200_000;
const INITIAL_SOUGHT = 1_024;

/**
 * Collects the inodes of the sockets that belong to an asked key, and then finds them among the descriptors
 * of processes. Flat memory: one number per socket and key.
 */
export class HeldSockets implements SocketSink {
  /** Sockets without an inode, by key number. */
  readonly ownerless = new Uint32Array(KEYS);
  /** Sockets past the bound. */
  omitted = 0;
  #sought = new Float64Array(INITIAL_SOUGHT);
  #size = 0;
  /** The process that last showed a socket, in the order of `#sought`; 0 for none. */
  #lastPid = new Int32Array(0);

  constructor(
    private readonly keys: KeyIndex,
    private readonly listening: ListenPorts,
    private readonly maxSought = MAX_SOUGHT,
  ) {}

  get size(): number {
    return this.#size;
  }

  take(buffer: ReceiveBuffer, start: number): void {
    const inode = buffer.words[(start + INODE) >> 2] ?? 0;
    this.#note(inode, this.keys.findPlace(buffer, start, this.listening.has(buffer, start)));
    this.#note(inode, this.keys.findPeer(buffer, start));
  }

  /** Ends the collecting. */
  sort(): void {
    this.#sought = this.#sought.slice(0, this.#size).sort();
    this.#lastPid = new Int32Array(this.#size);
  }

  /** Notes that `pid` holds the socket `inode`, and calls `onKey` for each of its keys, unless it was known. */
  find(inode: number, pid: number, onKey: (key: number) => void): void {
    for (let at = this.#firstOf(inode); at < this.#size; at++) {
      const sought = this.#sought[at] ?? 0;
      if (sought >= (inode + 1) * KEYS) return;
      if (this.#lastPid[at] === pid) continue;
      this.#lastPid[at] = pid;
      onKey(sought % KEYS);
    }
  }

  /** @returns how many sockets of each key number no process showed. */
  countHidden(): Uint32Array {
    const hidden = new Uint32Array(KEYS);
    for (let at = 0; at < this.#size; at++) {
      const key = (this.#sought[at] ?? 0) % KEYS;
      if (this.#lastPid[at] === 0) hidden[key] = (hidden[key] ?? 0) + 1;
    }
    return hidden;
  }

  #note(inode: number, key: number): void {
    if (key === NO_NUMBER) return;
    if (inode === 0) this.ownerless[key] = (this.ownerless[key] ?? 0) + 1;
    else if (this.#size >= this.maxSought) this.omitted++;
    else this.#push(inode * KEYS + key);
  }

  #push(sought: number): void {
    if (this.#size === this.#sought.length) {
      const grown = new Float64Array(this.#size * 2);
      grown.set(this.#sought);
      this.#sought = grown;
    }
    this.#sought[this.#size++] = sought;
  }

  /** @returns the place of the first entry of `inode`, or where it would be. */
  #firstOf(inode: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sought[middle] ?? 0) < inode * KEYS) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
