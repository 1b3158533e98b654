import * as protocol from "../sock-diag/protocol.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import * as message from "../sock-diag/socket-message.js";
import { readWord } from "./address-key.js";
import { CountTable, increment } from "./count-table.js";

const { INET_DIAG_CGROUP_ID } = protocol;
const { ATTRIBUTE_HEADER_BYTES, ATTRIBUTES, findAttribute } = message;

const ID_BYTES = 8;
/** Length and type, which precede the id, as one word of this machine. */
const HEADER = new Uint32Array(
  Uint16Array.of(ATTRIBUTE_HEADER_BYTES + ID_BYTES, INET_DIAG_CGROUP_ID).buffer,
)[0];

/**
 * Counts sockets by the two words of their cgroup's id. Nearly every socket has its attributes where the one
 * before had them, and the same cgroup: both are looked at before they are looked for.
 */
export class CgroupTable extends CountTable {
  /** From the beginning of a message to the id, as in the last one that had it. */
  #idAt = ATTRIBUTES + ATTRIBUTE_HEADER_BYTES;
  #first = 0;
  #second = 0;
  #cells = -1;

  constructor() {
    super({ moreWords: 0, cells: 0 });
  }

  override clear(): void {
    super.clear();
    this.#cells = -1;
  }

  /** Counts the socket whose message lies from `start` up to `end`, unless it tells no cgroup. */
  countSocket(buffer: ReceiveBuffer, start: number, end: number, state: number): void {
    const id = this.#findId(buffer, start, end);
    if (id < 0) return;
    const first = readWord(buffer, id);
    const second = readWord(buffer, id + 4);
    if (this.#cells >= 0 && first === this.#first && second === this.#second) {
      increment(this.records, this.#cells + state);
      return;
    }
    this.#first = first;
    this.#second = second;
    this.#cells = this.count(state, first, second, 0, 0);
  }

  #findId(buffer: ReceiveBuffer, start: number, end: number): number {
    const usual = start + this.#idAt;
    const isThere = end - usual >= ID_BYTES && buffer.words[(usual - ATTRIBUTE_HEADER_BYTES) >> 2] === HEADER;
    if (isThere) return usual;
    const id = findAttribute(buffer, start, end, INET_DIAG_CGROUP_ID, ID_BYTES);
    if (id >= 0) this.#idAt = id - start;
    return id;
  }
}
