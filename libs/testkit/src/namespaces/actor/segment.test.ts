import { describe, expect, it } from "vitest";
import { ACK, decodeSegment, encodeSegment, FIN, SYN } from "./segment.js";

const segment = {
  source: 0x0a630102,
  destination: 0x0a630001,
  sourcePort: 40_000,
  destinationPort: 80,
  seq: 0xffff_fff0,
  ack: 7,
  flags: FIN | ACK,
  payloadBytes: 0,
};

describe("encodeSegment", () => {
  it("writes what decodeSegment reads", () => {
    expect(decodeSegment(encodeSegment(segment))).toEqual(segment);
    expect(decodeSegment(encodeSegment({ ...segment, flags: SYN }))).toEqual({ ...segment, flags: SYN });
  });

  it("makes the checksums that RFC 1071 asks for", () => {
    const packet = encodeSegment({ ...segment, source: 0xc0a80001, destination: 0xc0a800c7, flags: SYN });
    const sumOf = (bytes: Uint8Array, begin: number) => {
      let sum = begin;
      for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);
      while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
      return sum;
    };
    expect(sumOf(packet.subarray(0, 20), 0)).toBe(0xffff);
    expect(sumOf(packet.subarray(20), 0xc0a8 + 0x0001 + 0xc0a8 + 0x00c7 + 6 + 24)).toBe(0xffff);
  });

  it("takes other packets for none of its own", () => {
    const packet = encodeSegment(segment);
    expect(decodeSegment(packet.subarray(0, 39))).toBeNull();
    expect(decodeSegment(Uint8Array.from(packet).fill(17, 9, 10))).toBeNull();
    expect(decodeSegment(Uint8Array.from(packet).fill(0x60, 0, 1))).toBeNull();
    expect(decodeSegment(new Uint8Array())).toBeNull();
  });
});
