import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonPayload, splitFrame } from "./encoding.js";
import { FRAME, MAX_FRAME_BYTES } from "./frames.js";
import {
  decodeRecordPayload,
  encodeRecordFrame,
  gapRecordSchema,
  LOSS_REASONS,
  RECORD_KIND,
  recordAckSchema,
} from "./records.js";

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const id48 = fc.oneof(
  fc.nat(300),
  fc.maxSafeNat().map((number) => number % 2 ** 48),
  fc.constant(2 ** 48 - 1),
);

function payloadOf(frame: Uint8Array): Uint8Array {
  const split = splitFrame(frame);
  if (!split.ok) throw new Error(split.reason);
  expect(split.value.type).toBe(FRAME.RECORD);
  return split.value.payload;
}

describe("record frames", () => {
  it("come back whatever the kind, the id and the body", () => {
    fc.assert(
      fc.property(fc.nat(255), id48, fc.uint8Array(), (kind, id, body) => {
        const frame = encodeRecordFrame({ kind, id, body });
        expect(decodeRecordPayload(payloadOf(frame))).toEqual({ ok: true, value: { kind, id, body } });
      }),
    );
  });

  it("are these bytes", () => {
    const frame = encodeRecordFrame({
      kind: RECORD_KIND.GAP,
      id: 0x0102_0304_0506,
      body: Uint8Array.of(7, 8),
    });
    expect([...frame]).toEqual([0x20, 3, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(RECORD_KIND).toEqual({ PACK: 1, TOP_LISTS: 2, GAP: 3 });
  });

  it("may have an empty body, and not less than that", () => {
    const payload = payloadOf(encodeRecordFrame({ kind: 1, id: 5, body: new Uint8Array() }));
    expect(decodeRecordPayload(payload)).toMatchObject({ ok: true, value: { id: 5 } });
    for (let end = 0; end < payload.length; end++) {
      expect(decodeRecordPayload(payload.subarray(0, end))).toEqual({
        ok: false,
        reason: `a record of ${end} bytes is shorter than its header`,
      });
    }
  });

  it("are read from any bytes, and say the same when written again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
        const reading = decodeRecordPayload(payload);
        expect(reading.ok).toBe(payload.length >= 7);
        if (reading.ok) expect(payloadOf(encodeRecordFrame(reading.value))).toEqual(payload);
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 48, Number.NaN, Number.POSITIVE_INFINITY])("have no id %d", (id) => {
    expect(() => encodeRecordFrame({ kind: 1, id, body: new Uint8Array() })).toThrow(RangeError);
  });

  it.each([-1, 0.5, 256, Number.NaN])("have no kind %d", (kind) => {
    expect(() => encodeRecordFrame({ kind, id: 1, body: new Uint8Array() })).toThrow(RangeError);
  });

  it("that are larger than a frame may be are refused where they arrive", () => {
    const frame = encodeRecordFrame({ kind: 1, id: 1, body: new Uint8Array(MAX_FRAME_BYTES) });
    expect(splitFrame(frame)).toEqual({
      ok: false,
      reason: expect.stringContaining(`at most ${MAX_FRAME_BYTES}`),
    });
  });
});

describe("answers to records", () => {
  const ack = { id: 7, outcome: "stored", written: 58, duplicate: 2 };

  it("are taken with and without a reason, and with fields that a newer server adds", () => {
    expect(parseJsonPayload(recordAckSchema, json(ack))).toEqual({ ok: true, value: ack });
    const rejected = { ...ack, outcome: "rejected", reason: "pack version 2 is not known" };
    expect(parseJsonPayload(recordAckSchema, json({ ...rejected, colour: 3 }))).toEqual({
      ok: true,
      value: rejected,
    });
  });

  it.each([
    ["id", { id: 2 ** 48 }],
    ["id", { id: -1 }],
    ["id", { id: undefined }],
    ["outcome", { outcome: "lost" }],
    ["written", { written: 1.5 }],
    ["written", { written: 2 ** 53 }],
    ["duplicate", { duplicate: "2" }],
    ["reason", { reason: "x".repeat(301) }],
  ])("with a bad %s are refused and the field is named", (field, change) => {
    expect(parseJsonPayload(recordAckSchema, json({ ...ack, ...change }))).toEqual({
      ok: false,
      reason: expect.stringMatching(new RegExp(`^${field}: `)),
    });
  });
});

describe("gap records", () => {
  const gap = { fromMs: 1000, toMs: 61_000, reason: "spool-full", samples: 60 };

  it("are taken with each reason, with and without a number", () => {
    for (const reason of LOSS_REASONS) {
      expect(parseJsonPayload(gapRecordSchema, json({ ...gap, reason }))).toMatchObject({ ok: true });
    }
    const unknown = { ...gap, toMs: gap.fromMs, samples: null };
    expect(parseJsonPayload(gapRecordSchema, json(unknown))).toEqual({ ok: true, value: unknown });
  });

  it.each([
    ["toMs", { toMs: 999 }],
    ["fromMs", { fromMs: -1 }],
    ["fromMs", { fromMs: "1000" }],
    ["reason", { reason: "lost" }],
    ["samples", { samples: -1 }],
    ["samples", { samples: undefined }],
  ])("with a bad %s are refused and the field is named", (field, change) => {
    expect(parseJsonPayload(gapRecordSchema, json({ ...gap, ...change }))).toEqual({
      ok: false,
      reason: expect.stringMatching(new RegExp(`^${field}: `)),
    });
  });
});
