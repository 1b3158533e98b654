import { endianness } from "node:os";
import { TCP_STATE_CODE } from "@fourtuple/core/tcp";
import { ListenerList, type ListenerSocket } from "../sockets/listener-socket.js";
import { StateTally, type StateTotals } from "../sockets/state-tally.js";
import { LineCursor } from "./line-cursor.js";
import { NetTcpRow } from "./net-tcp-row.js";

export interface NetTcp extends StateTotals {
  readonly listeners: readonly ListenerSocket[];
  /** Listeners past the cap of the list; they are in the count of LISTEN. */
  readonly listenersOmitted: number;
  /** Lines that are no row: cut off, garbled, repeated; they are in no count. */
  readonly badLines: number;
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A row has 150 bytes (tcp_ipv4.c, TMPSZ) or some 180 for IPv6; a line as long as the buffer is none. */
const BUFFER_BYTES = 64 * 1024;
const HEADER_WORD = "local_address";

/** Takes the rows of a file, each before the next one is parsed. */
export interface RowSink {
  /** @returns false when no further row is of use. */
  take(row: NetTcpRow): boolean;
}

/**
 * Reads the rows of /proc/net/tcp{,6} piece by piece, each piece put into `free()` and announced by
 * `advance()`. Memory does not grow with the sockets.
 */
export class NetTcpParser {
  /** Lines that are no row: cut off, garbled, repeated; no sink has them. */
  badLines = 0;
  /** True when no further row of this file is of use. */
  satisfied = false;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  readonly #cursor = new LineCursor(this.#buffer);
  readonly #row: NetTcpRow;
  #held = 0;
  #lastSlot = -1;
  #atFirstLine = true;
  #inOverlongLine = false;

  constructor(
    private readonly sink: RowSink,
    littleEndian = endianness() === "LE",
  ) {
    this.#row = new NetTcpRow(this.#cursor, littleEndian);
  }

  /** @returns where the next bytes of the file go; never empty. */
  free(): Uint8Array {
    return this.#buffer.subarray(this.#held);
  }

  /** Takes the first `count` bytes that were put into `free()`. */
  advance(count: number): void {
    const total = this.#held + count;
    let start = 0;
    while (!this.satisfied) {
      const newline = this.#buffer.indexOf(NEWLINE, start);
      if (newline === -1 || newline >= total) break;
      this.#takeLine(start, newline);
      start = newline + 1;
    }
    this.#buffer.copyWithin(0, start, total);
    this.#held = total - start;
    if (this.#held === BUFFER_BYTES) this.#dropOverlong();
  }

  /**
   * Ends a file; the next bytes are those of another one. The kernel ends each line and always writes
   * a header: a rest is a cut line, and a file without any line is a bad one.
   */
  endFile(): void {
    const isCut = this.#held > 0 || this.#inOverlongLine || this.#atFirstLine;
    if (isCut && !this.satisfied) this.badLines++;
    this.satisfied = false;
    this.#held = 0;
    this.#lastSlot = -1;
    this.#atFirstLine = true;
    this.#inOverlongLine = false;
  }

  #dropOverlong(): void {
    this.#held = 0;
    this.#inOverlongLine = true;
  }

  #takeLine(start: number, newline: number): void {
    if (this.#inOverlongLine) {
      this.#inOverlongLine = false;
      this.#atFirstLine = false;
      this.badLines++;
      return;
    }
    const end = this.#buffer[newline - 1] === CARRIAGE_RETURN && newline > start ? newline - 1 : newline;
    const isFirst = this.#atFirstLine;
    this.#atFirstLine = false;
    if (isFirst && this.#buffer.toString("latin1", start, end).includes(HEADER_WORD)) return;
    if (!this.#row.parse(start, end) || !this.#isNewRow()) this.badLines++;
    else if (!this.sink.take(this.#row)) this.satisfied = true;
  }

  /** `sl` only ever grows within one file, so a row that does not is a repetition. */
  #isNewRow(): boolean {
    if (this.#row.slot <= this.#lastSlot) return false;
    this.#lastSlot = this.#row.slot;
    return true;
  }
}

/** Counts states and describes listeners. */
class CountingSink extends ListenerList implements RowSink {
  readonly states = new StateTally();

  take(row: NetTcpRow): boolean {
    const { byCode } = this.states;
    byCode[row.state] = (byCode[row.state] ?? 0) + 1;
    if (row.state === TCP_STATE_CODE.LISTEN && this.admits()) this.listeners.push(row.toListener());
    return true;
  }
}

/** Parses a whole /proc/net/tcp or tcp6. Any bytes give a result: what is no row is counted in `badLines`. */
export function parseNetTcp(bytes: Uint8Array, littleEndian?: boolean): NetTcp {
  const sink = new CountingSink();
  const parser = new NetTcpParser(sink, littleEndian);
  for (let offset = 0; offset < bytes.length; ) {
    const free = parser.free();
    const piece = bytes.subarray(offset, offset + free.length);
    free.set(piece);
    parser.advance(piece.length);
    offset += piece.length;
  }
  parser.endFile();
  const { states, listeners, omitted: listenersOmitted } = sink;
  return { ...states.totals(), listeners, listenersOmitted, badLines: parser.badLines };
}
