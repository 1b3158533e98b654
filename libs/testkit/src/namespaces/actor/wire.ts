import { constants, openSync, readSync, writeSync } from "node:fs";
import { endianness } from "node:os";
import { call, must } from "./libc.js";
import { decodeSegment, encodeSegment, type Segment } from "./segment.js";

const TUNSETIFF = 0x400454ca;
const SIOCSIFFLAGS = 0x8914;
const SIOCSIFADDR = 0x8916;
const SIOCSIFNETMASK = 0x891c;
const IFF_UP = 1;
const IFF_TUN = 0x1;
/** Bare packets, without four bytes before each. */
const IFF_NO_PI = 0x1000;
const AF_INET = 2;
const SOCK_DGRAM = 2;
/** struct ifreq: a name of 16 bytes, then a union. */
const IFREQ_BYTES = 40;
const UNION = 16;
const NAME = "wire0";
const MAX_PACKET_BYTES = 65_536;

/** Of the namespace's end, 10.99.0.1; every other address of 10.99.0.0/16 is beyond the wire. */
export const WIRE_ADDRESS = 0x0a630001;
const NETMASK = 0xffff0000;

function encodeRequest(): Uint8Array {
  const request = new Uint8Array(IFREQ_BYTES);
  request.set(new TextEncoder().encode(NAME));
  return request;
}

function withFlags(flags: number): Uint8Array {
  const request = encodeRequest();
  new DataView(request.buffer).setUint16(UNION, flags, endianness() === "LE");
  return request;
}

function withAddress(address: number): Uint8Array {
  const request = withFlags(AF_INET);
  new DataView(request.buffer).setUint32(UNION + 4, address);
  return request;
}

/**
 * A second network of the namespace, on which whoever holds this plays all other hosts: a TUN device
 * (Documentation/networking/tuntap.rst). What is not answered is lost, so that no packet filter is needed.
 */
export class Wire {
  readonly #fd: number;
  readonly #packet = new Uint8Array(MAX_PACKET_BYTES);

  constructor() {
    this.#fd = openSync("/dev/net/tun", constants.O_RDWR | constants.O_NONBLOCK);
    must("TUNSETIFF", call.ioctl(this.#fd, TUNSETIFF, withFlags(IFF_TUN | IFF_NO_PI)));
    const fd = must("socket", call.socket(AF_INET, SOCK_DGRAM, 0));
    must("SIOCSIFADDR", call.ioctl(fd, SIOCSIFADDR, withAddress(WIRE_ADDRESS)));
    must("SIOCSIFNETMASK", call.ioctl(fd, SIOCSIFNETMASK, withAddress(NETMASK)));
    must("SIOCSIFFLAGS", call.ioctl(fd, SIOCSIFFLAGS, withFlags(IFF_UP)));
    call.close(fd);
  }

  /** The kernel has dealt with it when this returns. */
  send(segment: Segment): void {
    writeSync(this.#fd, encodeSegment(segment));
  }

  /** @returns the next segment that the namespace sent, null when there is none. */
  receive(): Segment | null {
    for (;;) {
      try {
        const segment = decodeSegment(this.#packet.subarray(0, readSync(this.#fd, this.#packet)));
        if (segment !== null) return segment;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EAGAIN") return null;
        throw error;
      }
    }
  }
}
