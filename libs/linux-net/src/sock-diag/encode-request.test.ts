import { endianness } from "node:os";
import { describe, expect, it } from "vitest";
import { encodeDumpRequest } from "./encode-request.js";
import { ALL_BUT_LISTEN, ALL_STATES, EXT_SKMEMINFO, LISTEN_STATE } from "./protocol.js";

const littleEndian = endianness() === "LE";

function decode(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer);
  return {
    length: view.getUint32(0, littleEndian),
    type: view.getUint16(4, littleEndian),
    flags: view.getUint16(6, littleEndian),
    seq: view.getUint32(8, littleEndian),
    family: view.getUint8(16),
    ext: view.getUint8(19),
    states: view.getUint32(68, littleEndian),
  };
}

describe("encodeDumpRequest", () => {
  it("asks with TCPDIAG_GETSOCK for both families in one dump", () => {
    const bytes = encodeDumpRequest({ states: LISTEN_STATE, ext: EXT_SKMEMINFO, seq: 7 });
    expect(decode(bytes)).toEqual({
      length: 76,
      type: 18,
      flags: 0x301,
      seq: 7,
      family: 0,
      ext: 0x40,
      states: 0x400,
    });
    expect(bytes).toHaveLength(76);
  });

  it("never asks for more than the twelve states", () => {
    expect(decode(encodeDumpRequest({ states: 0xffff_ffff, ext: 0, seq: 1 })).states).toBe(0xfff);
  });

  it("has two masks that cover every state once", () => {
    expect(LISTEN_STATE | ALL_BUT_LISTEN).toBe(ALL_STATES);
    expect(LISTEN_STATE & ALL_BUT_LISTEN).toBe(0);
  });
});
