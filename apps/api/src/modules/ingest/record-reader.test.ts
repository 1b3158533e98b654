import { RECORD_KIND, type RecordFrame } from "@fourtuple/contracts/agent";
import { encodePack } from "@fourtuple/core/samples";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RECORD_KINDS, readRecord } from "./record-reader.js";

const nowMs = 1_767_225_700_000;
const window = { nowMs, retentionMs: 86_400_000 };

function pack(startMs: number): RecordFrame {
  return { kind: RECORD_KIND.PACK, id: 1, body: encodePack(makeSampleRun({ count: 60, startMs })) };
}

function gap(value: unknown): RecordFrame {
  return { kind: RECORD_KIND.GAP, id: 1, body: new TextEncoder().encode(JSON.stringify(value)) };
}

describe("readRecord", () => {
  it("gives something to store or a reason for any bytes of any kind", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RECORD_KINDS, 0, 255),
        fc.uint8Array({ maxLength: 400 }),
        (kind, body) => {
          const read = readRecord({ kind, id: 1, body }, 0, window);
          if (!read.ok) expect(read.reason).not.toBe("");
        },
      ),
    );
  });

  it("gives a reason or samples within the window for a pack with any byte changed", () => {
    const { body } = pack(nowMs - 3_600_000);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(255), (at, byte) => {
        const bent = Uint8Array.from(body);
        bent[at] = byte;
        const read = readRecord({ kind: RECORD_KIND.PACK, id: 1, body: bent }, 0, window);
        for (const { atMs, seq } of read.ok ? read.content.samples : []) {
          expect(atMs).toBeGreaterThanOrEqual(nowMs - window.retentionMs);
          expect(atMs).toBeLessThanOrEqual(nowMs + 300_000);
          expect(seq).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("moves a gap as a whole where the live clock is wrong", () => {
    const skewMs = 36_000_000;
    const recorded = { fromMs: nowMs + skewMs - 9_000, toMs: nowMs + skewMs - 1_000, reason: "spool-full" };
    const read = readRecord(gap({ ...recorded, samples: 9 }), skewMs, window);
    expect(read.ok && read.content.gaps).toEqual([
      { fromMs: nowMs - 9_000, toMs: nowMs - 1_000, reason: "spool-full", samples: 9 },
    ]);
  });

  it("keeps a gap that begins before all that is kept", () => {
    const recorded = { fromMs: 0, toMs: nowMs - 1_000, reason: "spool-expired", samples: null };
    const read = readRecord(gap(recorded), 0, window);
    expect(read.ok && read.content.gaps).toEqual([recorded]);
  });
});
