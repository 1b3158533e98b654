import { AF_INET, AF_INET6 } from "../sock-diag/protocol.js";
import type { ReceiveBuffer } from "../sock-diag/receive-buffer.js";
import {
  EXPIRES,
  FAMILY,
  LOCAL_ADDRESS,
  LOCAL_PORT,
  REMOTE_ADDRESS,
  REMOTE_PORT,
  STATE,
  TIMER,
} from "../sock-diag/socket-message.js";
import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import type { ListenerSocket } from "../sockets/listener-socket.js";
import type { LineCursor } from "./line-cursor.js";

const COLON = 0x3a;
const IPV4_DIGITS = 8;
const IPV6_DIGITS = 32;
/** USER_HZ: the files tell times in hundredths of a second on every machine. */
const TICK_MS = 10;

/** One end of a connection, where its address stands in the line. */
interface End {
  start: number;
  port: number;
}

/** The columns of one row that matter, filled in place so that a row costs no object. */
export class NetTcpRow {
  slot = 0;
  state = 0;
  rxQueue = 0;
  uid = 0;
  readonly #local: End = { start: 0, port: 0 };
  readonly #remote: End = { start: 0, port: 0 };
  #timer = 0;
  #expiresMs = 0;
  #digits = 0;
  readonly #address = new Uint8Array(16);

  constructor(
    private readonly cursor: LineCursor,
    private readonly littleEndian: boolean,
  ) {}

  /**
   * Takes one line of /proc/net/tcp or tcp6 (net/ipv4/tcp_ipv4.c, tcp4_seq_show):
   * `sl: local rem st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode`.
   * @returns false when a column up to the inode is missing or not what it must be.
   */
  parse(start: number, end: number): boolean {
    this.cursor.reset(start, end);
    return this.#parseEnds() && this.#parseQueues() && this.#parseTimer() && this.#parseOwner();
  }

  #parseEnds(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    this.slot = cursor.readDecimal();
    if (this.slot < 0 || !cursor.expect(COLON)) return false;
    this.#digits = this.#parseEnd(this.#local);
    const isAddress = this.#digits === IPV4_DIGITS || this.#digits === IPV6_DIGITS;
    return isAddress && this.#parseEnd(this.#remote) === this.#digits;
  }

  /** @returns the hex digits of the address, -1 when it is not one with a port behind it. */
  #parseEnd(end: End): number {
    const { cursor } = this;
    cursor.skipSpaces();
    end.start = cursor.position;
    const digits = cursor.skipHex();
    if (!cursor.expect(COLON)) return -1;
    end.port = cursor.readHex(4);
    return end.port >= 0 && cursor.expect(0x20) ? digits : -1;
  }

  #parseQueues(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    this.state = cursor.readHex(2);
    if (this.state < 0 || !cursor.expect(0x20)) return false;
    cursor.skipSpaces();
    if (cursor.readHex(8) < 0 || !cursor.expect(COLON)) return false;
    this.rxQueue = cursor.readHex(8);
    return this.rxQueue >= 0 && cursor.expect(0x20);
  }

  /** `tm->when` is a long in hex, of eight digits or more; a negative one has sixteen. */
  #parseTimer(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    this.#timer = cursor.readHex(2);
    if (this.#timer < 0 || !cursor.expect(COLON)) return false;
    const ticks = cursor.readHex(8);
    const isLonger = cursor.skipHex() > 0;
    this.#expiresMs = isLonger ? 0 : ticks * TICK_MS;
    return ticks >= 0;
  }

  #parseOwner(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    if (cursor.skipHex() < 8 || !cursor.expect(0x20)) return false;
    cursor.skipSpaces();
    this.uid = cursor.readDecimal();
    if (this.uid < 0 || !cursor.expect(0x20)) return false;
    cursor.skipSpaces();
    if (cursor.readDecimal() < 0 || !cursor.expect(0x20)) return false;
    cursor.skipSpaces();
    return cursor.readDecimal() >= 0 && (cursor.peek() === -1 || cursor.peek() === 0x20);
  }

  /** Writes the row as sock_diag would send it, without what this file does not have, to the start of `message`. */
  writeMessage({ bytes, words }: ReceiveBuffer): void {
    bytes[FAMILY] = this.#digits === IPV4_DIGITS ? AF_INET : AF_INET6;
    bytes[STATE] = this.state;
    bytes[TIMER] = this.#timer;
    writeBigEndian(bytes, LOCAL_PORT, this.#local.port);
    writeBigEndian(bytes, REMOTE_PORT, this.#remote.port);
    this.#readAddress(this.#local, bytes, LOCAL_ADDRESS);
    this.#readAddress(this.#remote, bytes, REMOTE_ADDRESS);
    words[EXPIRES >> 2] = this.#expiresMs;
  }

  /** The row as a listener: `rx_queue` is the accept queue; this file has neither the backlog nor the drops. */
  toListener(): ListenerSocket {
    this.#readAddress(this.#local, this.#address, 0);
    return {
      address: this.#digits === IPV4_DIGITS ? formatIpv4(this.#address, 0) : formatIpv6(this.#address, 0),
      port: this.#local.port,
      acceptQueue: this.rxQueue,
      backlog: null,
      drops: null,
      uid: this.uid,
    };
  }

  /** Each group of eight digits is a 32-bit word of the address as this machine reads it (`%08X`). */
  #readAddress({ start }: End, into: Uint8Array, at: number): void {
    this.cursor.reset(start, start + this.#digits);
    for (let index = 0; index < this.#digits / 2; index++) {
      into[at + (this.littleEndian ? index ^ 3 : index)] = this.cursor.readHex(2);
    }
  }
}

function writeBigEndian(bytes: Uint8Array, at: number, port: number): void {
  bytes[at] = port >> 8;
  bytes[at + 1] = port;
}
