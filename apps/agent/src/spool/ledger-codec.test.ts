import { RECORD_KIND } from "@fourtuple/contracts/agent";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLedgerNote, type LedgerNote, readLedger } from "./ledger-codec.js";

const record = (id: number) => ({
  id,
  kind: RECORD_KIND.PACK,
  fromMs: 1000,
  toMs: 2000,
  samples: 60,
  bodyBytes: 1400,
});
const notes: readonly LedgerNote[] = [
  { kind: "begun", id: 1, atMs: 1000 },
  { kind: "added", record: record(1) },
  { kind: "added", record: record(2) },
  { kind: "begun", id: 3, atMs: 3000 },
  { kind: "removed", id: 1 },
  { kind: "lost", samples: 5 },
];
const text = notes.map(encodeLedgerNote).join("");

describe("readLedger", () => {
  it("knows what should be there", () => {
    const ledger = readLedger(text);
    expect([...ledger.records.values()]).toEqual([record(2)]);
    expect([...ledger.journals]).toEqual([[3, 3000]]);
    expect([...ledger.removed]).toEqual([1]);
    expect(ledger).toMatchObject({ lostSamples: 5, whole: true });
  });

  it("passes over a last line that was being written", () => {
    for (let length = text.length - 1; text[length - 1] !== "\n"; length--)
      expect(readLedger(text.slice(0, length))).toMatchObject({ lostSamples: 0, whole: true });
  });

  it("says that it is damaged when any character of a line is another", () => {
    for (let at = 0; at < text.length - 1; at++) {
      const damaged = `${text.slice(0, at)}${text[at] === "x" ? "y" : "x"}${text.slice(at + 1)}`;
      expect(readLedger(damaged).whole).toBe(false);
    }
  });

  it("any text gives an answer", () => {
    fc.assert(
      fc.property(fc.string(), (any) => {
        expect(readLedger(any).records.size).toBe(0);
      }),
    );
  });
});
