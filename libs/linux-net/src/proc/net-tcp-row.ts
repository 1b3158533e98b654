import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import type { ListenerSocket } from "../sockets/listener-socket.js";
import type { LineCursor } from "./line-cursor.js";

const COLON = 0x3a;
const IPV4_DIGITS = 8;
const IPV6_DIGITS = 32;

/** The columns of one row that matter, filled in place so that a row costs no object. */
export class NetTcpRow {
  slot = 0;
  state = 0;
  port = 0;
  rxQueue = 0;
  uid = 0;
  #addressStart = 0;
  #addressDigits = 0;
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
    return this.#parseEnds() && this.#parseQueues() && this.#parseOwner();
  }

  #parseEnds(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    this.slot = cursor.readDecimal();
    if (this.slot < 0 || !cursor.expect(COLON)) return false;
    cursor.skipSpaces();
    const addressStart = cursor.position;
    const digits = cursor.skipHex();
    if ((digits !== IPV4_DIGITS && digits !== IPV6_DIGITS) || !cursor.expect(COLON)) return false;
    this.port = cursor.readHex(4);
    if (this.port < 0 || !cursor.expect(0x20)) return false;
    cursor.skipSpaces();
    if (cursor.skipHex() !== digits || !cursor.expect(COLON)) return false;
    this.#addressDigits = digits;
    this.#addressStart = addressStart;
    return cursor.readHex(4) >= 0 && cursor.expect(0x20);
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

  #parseOwner(): boolean {
    const { cursor } = this;
    cursor.skipSpaces();
    if (cursor.readHex(2) < 0 || !cursor.expect(COLON) || cursor.skipHex() < 8) return false;
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

  /** The row as a listener: `rx_queue` is the accept queue; this file has neither the backlog nor the drops. */
  toListener(): ListenerSocket {
    return {
      address: this.#formatAddress(),
      port: this.port,
      acceptQueue: this.rxQueue,
      backlog: null,
      drops: null,
      uid: this.uid,
    };
  }

  /** Each group of eight digits is a 32-bit word of the address as this machine reads it (`%08X`). */
  #formatAddress(): string {
    const byteCount = this.#addressDigits / 2;
    this.cursor.reset(this.#addressStart, this.#addressStart + this.#addressDigits);
    for (let index = 0; index < byteCount; index++) {
      const place = this.littleEndian ? index ^ 3 : index;
      this.#address[place] = this.cursor.readHex(2);
    }
    return byteCount === 4 ? formatIpv4(this.#address, 0) : formatIpv6(this.#address, 0);
  }
}
