import type { Sample } from "@fourtuple/core/samples";
import { makeSampleRun, SAMPLE_EPOCH_MS } from "@fourtuple/testkit/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeJournalEntry, readJournal } from "./journal-codec.js";

const run = makeSampleRun({ count: 20 });
const entries = run.map(encodeJournalEntry);
const journal = Buffer.concat(entries);
const at = (seq: number): number => SAMPLE_EPOCH_MS + (seq - 1) * 1000;

function seqs(samples: readonly Sample[]): number[] {
  return samples.map(({ seq }) => seq);
}

function allBut(...missing: number[]): number[] {
  return seqs(run).filter((seq) => !missing.includes(seq));
}

/** Where the entry of `seq` begins. */
function startOf(seq: number): number {
  return entries.slice(0, seq - 1).reduce((sum, { length }) => sum + length, 0);
}

function flipped(offset: number, bit = 0): Buffer {
  const bytes = Buffer.from(journal);
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
  return bytes;
}

describe("readJournal", () => {
  it("gives back what was written", () => {
    expect(readJournal(journal)).toEqual({ samples: run, losses: [] });
    expect(readJournal(new Uint8Array())).toEqual({ samples: [], losses: [] });
  });

  it("passes over an entry that was being written, wherever it was cut", () => {
    const last = startOf(20);
    for (let length = last; length < journal.length; length++) {
      const reading = readJournal(journal.subarray(0, length));
      expect(seqs(reading.samples)).toEqual(allBut(20));
      expect(reading.losses).toEqual([]);
    }
  });

  it("loses one sample to one flipped bit, in whichever byte of its entry, and tells which", () => {
    for (let offset = startOf(7); offset < startOf(8); offset++) {
      const reading = readJournal(flipped(offset, offset % 8));
      expect(seqs(reading.samples)).toEqual(allBut(7));
      expect(reading.losses).toEqual([{ fromMs: at(6), toMs: at(8), samples: 1 }]);
    }
  });

  it("counts a damaged first and a damaged last entry", () => {
    for (let byte = 0; byte < 12; byte++) {
      expect(readJournal(flipped(startOf(1) + byte)).losses).toEqual([
        { fromMs: null, toMs: at(2), samples: 1 },
      ]);
      expect(readJournal(flipped(startOf(20) + byte)).losses).toEqual([
        { fromMs: at(19), toMs: null, samples: 1 },
      ]);
    }
  });

  it("knows how many are gone in a hole of zeros", () => {
    const bytes = Buffer.from(journal);
    bytes.fill(0, startOf(5) + 3, startOf(9) + 4);
    const reading = readJournal(bytes);
    expect(seqs(reading.samples)).toEqual(allBut(5, 6, 7, 8, 9));
    expect(reading.losses).toEqual([{ fromMs: at(4), toMs: at(10), samples: 5 }]);
  });

  it("takes nothing of another run, and nothing twice", () => {
    const [other] = makeSampleRun({ count: 1, epochMs: 5 });
    const foreign = other === undefined ? new Uint8Array() : encodeJournalEntry(other);
    const reading = readJournal(Buffer.concat([journal, foreign, ...entries]));
    expect(reading).toEqual({ samples: run, losses: [] });
  });

  it("any bytes give an answer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readJournal(bytes).samples).toEqual([]);
      }),
    );
  });

  it("any damage to a real journal leaves samples that were in it, in order, and never too many counted", () => {
    const damage = fc.array(fc.tuple(fc.nat(journal.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.nat(journal.length), (bytes, length) => {
        const copy = Buffer.from(journal);
        for (const [offset, value] of bytes) copy[offset] = value;
        const { samples, losses } = readJournal(copy.subarray(0, length));
        for (const sample of samples) expect(sample).toEqual(run[sample.seq - 1]);
        expect(seqs(samples)).toEqual(seqs(samples).toSorted((a, b) => a - b));
        const lost = losses.reduce((sum, loss) => sum + loss.samples, 0);
        expect(samples.length + lost).toBeLessThanOrEqual(run.length + losses.length);
      }),
    );
  });
});
