import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Message, writeDatagram, writeErrno, writeSocket } from "../../test/netlink-messages.js";
import { StateSink } from "../../test/state-sink.js";
import { decodeDatagram } from "./decode-datagram.js";
import { NLMSG_DONE, NLMSG_ERROR, NLMSG_NOOP, NLMSG_OVERRUN, TCPDIAG_GETSOCK } from "./protocol.js";
import { createReceiveBuffer } from "./receive-buffer.js";

const SEQ = 5;
const SOCKET: Message = { type: TCPDIAG_GETSOCK, seq: SEQ, payload: writeSocket(1) };
const DONE: Message = { type: NLMSG_DONE, seq: SEQ, payload: writeErrno(0) };

function decode(bytes: Uint8Array, byteLength = bytes.length) {
  const buffer = createReceiveBuffer();
  buffer.bytes.set(bytes.subarray(0, buffer.bytes.length));
  const sink = new StateSink();
  const verdict = decodeDatagram(buffer, byteLength, SEQ, sink);
  return { ...verdict, sockets: sink.tally.totals().sockets };
}

const decodeMessages = (...messages: Message[]) => decode(writeDatagram(messages));

describe("decodeDatagram", () => {
  it("hands every socket to the sink and goes on", () => {
    expect(decodeMessages(SOCKET, SOCKET)).toEqual({
      end: "more",
      errno: 0,
      interrupted: false,
      malformed: 0,
      sockets: 2,
    });
  });

  it("ends at NLMSG_DONE, with or without its errno, and takes nothing behind it", () => {
    expect(decodeMessages(SOCKET, DONE, SOCKET)).toMatchObject({ end: "done", sockets: 1 });
    expect(decodeMessages({ type: NLMSG_DONE, seq: SEQ })).toMatchObject({ end: "done", malformed: 0 });
  });

  it.each([
    ["EPERM", 1],
    ["ENOENT", 2],
    ["EOPNOTSUPP", 95],
  ])("fails with %s when the kernel says so", (_, errno) => {
    const payload = writeErrno(errno);
    expect(decodeMessages({ type: NLMSG_ERROR, seq: SEQ, payload })).toMatchObject({ end: "failed", errno });
    expect(decodeMessages({ type: NLMSG_DONE, seq: SEQ, payload })).toMatchObject({ end: "failed", errno });
  });

  it("passes over an acknowledgement and a NOOP", () => {
    const ack = { type: NLMSG_ERROR, seq: SEQ, payload: writeErrno(0) };
    expect(decodeMessages(ack, { type: NLMSG_NOOP, seq: SEQ }, SOCKET)).toMatchObject({
      end: "more",
      malformed: 0,
      sockets: 1,
    });
  });

  it("notices a dump that was interrupted, on any of its messages", () => {
    expect(decodeMessages(SOCKET, { ...SOCKET, flags: 0x12 })).toMatchObject({
      interrupted: true,
      sockets: 2,
    });
    expect(decodeMessages({ ...DONE, flags: 0x12 })).toMatchObject({ end: "done", interrupted: true });
  });

  it("ignores the answer to another request", () => {
    expect(decodeMessages({ ...SOCKET, seq: 4 }, { ...DONE, seq: 4 })).toMatchObject({
      end: "more",
      malformed: 0,
      sockets: 0,
    });
  });

  it.each<[string, Message]>([
    ["a length below that of the header", { ...SOCKET, claimedLength: 15 }],
    ["a length of zero", { ...SOCKET, claimedLength: 0 }],
    ["a length past the datagram", { ...SOCKET, claimedLength: 4_000 }],
    ["the largest length there is", { ...SOCKET, claimedLength: 0xffff_ffff }],
    ["a socket cut short", { ...SOCKET, payload: new Uint8Array(71) }],
    ["an error without its errno", { type: NLMSG_ERROR, seq: SEQ }],
    ["an overrun", { type: NLMSG_OVERRUN, seq: SEQ }],
    ["a type that no dump has", { type: 999, seq: SEQ }],
  ])("counts %s as malformed", (_, message) => {
    expect(decodeMessages(SOCKET, message)).toMatchObject({ end: "more", malformed: 1, sockets: 1 });
  });

  it("counts a rest that is no header, and a datagram that did not fit", () => {
    const bytes = writeDatagram([SOCKET]);
    expect(decode(Uint8Array.from([...bytes, 1, 2, 3]))).toMatchObject({ malformed: 1, sockets: 1 });
    expect(decode(bytes, 40_000).malformed).toBeGreaterThanOrEqual(1);
  });

  it("takes any bytes of any length without an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(40_000), (bytes, byteLength) => {
        const { sockets } = decode(bytes, byteLength);
        expect(sockets * 88).toBeLessThanOrEqual(byteLength);
      }),
    );
  });

  it("takes spoiled replies without an exception, and never more sockets than were in them", () => {
    const whole = writeDatagram([SOCKET, SOCKET, SOCKET, SOCKET, DONE]);
    const spoil = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(spoil, { minLength: 1, maxLength: 8 }), (spoils) => {
        const bytes = Uint8Array.from(whole);
        for (const [place, value] of spoils) bytes[place] = value;
        expect(decode(bytes).sockets).toBeLessThanOrEqual(5);
      }),
      { numRuns: 2_000 },
    );
  });
});
