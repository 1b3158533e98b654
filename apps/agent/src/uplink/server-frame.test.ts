import { FRAME, frameOf, jsonFrame } from "@fourtuple/contracts/agent";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readServerFrame } from "./server-frame.js";

const challenge = { contractVersion: 1, nonce: "n".repeat(43), serverTimeMs: 1 };

describe("readServerFrame", () => {
  it("reads the frames of the contract", () => {
    expect(readServerFrame(jsonFrame(FRAME.CHALLENGE, challenge), true)).toEqual({
      kind: "challenge",
      value: challenge,
    });
    const refuse = { code: "overloaded", message: "later", retryAfterMs: 5000 };
    expect(readServerFrame(jsonFrame(FRAME.REFUSE, refuse), true)).toEqual({ kind: "refuse", value: refuse });
    const recordAck = { id: 5, outcome: "rejected", written: 0, duplicate: 0, reason: "too old" };
    expect(readServerFrame(jsonFrame(FRAME.RECORD_ACK, recordAck), true)).toEqual({
      kind: "recordAck",
      value: recordAck,
    });
    expect(readServerFrame(jsonFrame(FRAME.OWNERS_REQUEST, { requestId: "a" }), true)).toEqual({
      kind: "ownersRequest",
      value: { requestId: "a" },
    });
  });

  it("takes fields that a newer server adds", () => {
    const frame = jsonFrame(FRAME.CHALLENGE, { ...challenge, colour: "green" });
    expect(readServerFrame(frame, true).kind).toBe("challenge");
  });

  it("ignores types that it does not know, and its own", () => {
    for (const type of [0x7f as typeof FRAME.ACK, FRAME.SAMPLE, FRAME.HELLO]) {
      expect(readServerFrame(frameOf(type, new Uint8Array(3)), true)).toEqual({ kind: "ignored" });
    }
  });

  it.each([
    ["an empty message", new Uint8Array(), true, "empty"],
    ["a text message", Buffer.from("hello"), false, "text"],
    ["no JSON", frameOf(FRAME.CHALLENGE, Buffer.from("{")), true, "challenge"],
    ["bytes that are no UTF-8", frameOf(FRAME.ACK, Buffer.from([0xff, 0xfe])), true, "ack"],
    ["a missing field", jsonFrame(FRAME.CHALLENGE, { contractVersion: 1 }), true, "nonce"],
    ["a nonce that is too short", jsonFrame(FRAME.CHALLENGE, { ...challenge, nonce: "abc" }), true, "nonce"],
    ["more than a frame may have", frameOf(FRAME.ACK, new Uint8Array(1_000_001)), true, "1000002"],
  ])("names what is wrong with %s", (_name, data, isBinary, word) => {
    const frame = readServerFrame(data, isBinary);
    expect(frame).toEqual({ kind: "malformed", reason: expect.stringContaining(word) });
  });

  it("any message gives an answer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (data, isBinary) => {
        expect(readServerFrame(data, isBinary).kind).toBeTypeOf("string");
      }),
    );
  });
});
