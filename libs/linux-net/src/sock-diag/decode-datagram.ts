import * as protocol from "./protocol.js";
import type { ReceiveBuffer } from "./receive-buffer.js";

// What a module imports is read from memory at each use, a constant of its own is compiled in: see socket-message.ts.
const {
  INET_DIAG_MSG_BYTES,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HEADER_BYTES,
  NLMSG_NOOP,
  SOCK_DIAG_BY_FAMILY,
  TCPDIAG_GETSOCK,
} = protocol;

/** Takes the sockets of a dump. The message of one lies from `start` up to `end`; nothing else is made for it. */
export interface SocketSink {
  take(buffer: ReceiveBuffer, start: number, end: number): void;
}

/** What one datagram said apart from its sockets. */
export interface DatagramVerdict {
  /** `more`: the dump goes on. `done`: it ended. `failed`: the kernel refused it, by `errno`. */
  readonly end: "more" | "done" | "failed";
  /** Positive errno of a failure, otherwise 0. */
  readonly errno: number;
  /** The tables changed under the dump: sockets may be missing from it or in it twice. */
  readonly interrupted: boolean;
  /** Messages that were cut short or make no sense; they are in no sink. */
  readonly malformed: number;
}

const ERRNO_BYTES = 4;
const SOCKET_BYTES = NLMSG_HEADER_BYTES + INET_DIAG_MSG_BYTES;
/** No message has it: the word of type and flags is not negative. */
const NONE = -1;

class DatagramReader {
  #end: DatagramVerdict["end"] = "more";
  #errno = 0;
  #interrupted = false;
  #malformed = 0;
  /** Type and flags of the last socket. Those of a dump are all alike, so that one comparison tells the next. */
  #socketKind = NONE;

  constructor(
    private readonly buffer: ReceiveBuffer,
    private readonly seq: number,
    private readonly sink: SocketSink,
  ) {}

  read(byteLength: number): DatagramVerdict {
    const { buffer, seq, sink } = this;
    const { words } = buffer;
    const length = Math.min(byteLength, buffer.bytes.length);
    if (length < byteLength) this.#malformed++;
    let start = 0;
    while (this.#end === "more" && length - start >= NLMSG_HEADER_BYTES) {
      const word = start >> 2;
      const messageBytes = words[word] ?? 0;
      if (messageBytes < NLMSG_HEADER_BYTES || messageBytes > length - start) break;
      const isSocket = words[word + 1] === this.#socketKind && words[word + 2] === seq;
      if (isSocket && messageBytes >= SOCKET_BYTES) sink.take(buffer, start, start + messageBytes);
      else this.#takeMessage(start, start + messageBytes);
      start += (messageBytes + 3) & ~3;
    }
    if (this.#end === "more" && start < length) this.#malformed++;
    return {
      end: this.#end,
      errno: this.#errno,
      interrupted: this.#interrupted,
      malformed: this.#malformed,
    };
  }

  /** A message of another sequence number answers an older request and says nothing about this one. */
  #takeMessage(start: number, end: number): void {
    const { halves, words } = this.buffer;
    if (words[(start >> 2) + 2] !== this.seq) return;
    if (((halves[(start >> 1) + 3] ?? 0) & NLM_F_DUMP_INTR) !== 0) this.#interrupted = true;
    const type = halves[(start >> 1) + 2] ?? 0;
    if (type === TCPDIAG_GETSOCK || type === SOCK_DIAG_BY_FAMILY) {
      this.#socketKind = words[(start >> 2) + 1] ?? NONE;
      if (end - start >= SOCKET_BYTES) this.sink.take(this.buffer, start, end);
      else this.#malformed++;
    } else this.#takeControl(type, start, end);
  }

  /** NLMSG_ERROR and NLMSG_DONE both carry a negative errno, 0 for success; DONE may come without. */
  #takeControl(type: number, start: number, end: number): void {
    if (type === NLMSG_NOOP) return;
    const hasErrno = end - start >= NLMSG_HEADER_BYTES + ERRNO_BYTES;
    const word = hasErrno ? (this.buffer.words[(start + NLMSG_HEADER_BYTES) >> 2] ?? 0) : 0;
    const errno = 0 - (word | 0);
    if (type === NLMSG_DONE) this.#finish(errno);
    else if (type === NLMSG_ERROR && errno !== 0) this.#finish(errno);
    else if (type !== NLMSG_ERROR || !hasErrno) this.#malformed++;
  }

  #finish(errno: number): void {
    this.#end = errno === 0 ? "done" : "failed";
    this.#errno = errno;
  }
}

/**
 * Decodes the first `byteLength` bytes of a receive buffer: netlink messages of one dump, in this
 * machine's byte order. Total over any bytes. `byteLength` past the buffer means the datagram was cut.
 */
export function decodeDatagram(
  buffer: ReceiveBuffer,
  byteLength: number,
  seq: number,
  sink: SocketSink,
): DatagramVerdict {
  return new DatagramReader(buffer, seq, sink).read(byteLength);
}
