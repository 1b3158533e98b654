import { type GapRecord, RECORD_KIND } from "@fourtuple/contracts/agent";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Limits, RecordBook } from "./record-book.js";
import { recordFileName } from "./record-file.js";

const MINUTE_MS = 60_000;
const LIMITS: Limits = {
  maxBytes: 5 * 4096,
  maxAgeMs: 10 * MINUTE_MS,
  maxMemorySamples: 180,
  maxMemoryBytes: 100_000,
};

let book: RecordBook;
beforeEach(() => {
  book = new RecordBook(LIMITS, 1000);
});

/** The pack of a minute, 60 samples. @returns its id */
function addPack(minute: number): number {
  const id = book.nextId();
  book.add({
    id,
    kind: RECORD_KIND.PACK,
    fromMs: minute * MINUTE_MS,
    toMs: minute * MINUTE_MS + 59_000,
    samples: 60,
    body: new Uint8Array(1400),
    takenMs: minute * MINUTE_MS,
  });
  return id;
}

function settleAll(): void {
  for (const entry of book.index.unsettled()) book.settle(entry);
}

function gaps(): GapRecord[] {
  const bodies = book.index.entries().filter(({ kind }) => kind === RECORD_KIND.GAP);
  return bodies.map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()) as GapRecord);
}

describe("RecordBook", () => {
  it("gives up the oldest when the files are too many, as one gap with the exact number", () => {
    for (let minute = 0; minute < 9; minute++) {
      addPack(minute);
      settleAll();
      book.trim(minute * MINUTE_MS);
    }
    expect(book.lostSamples).toBe(4 * 60);
    const told = book.index.entries().filter(({ kind }) => kind === RECORD_KIND.GAP);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ samples: 240, fromMs: 0, toMs: 3 * MINUTE_MS + 59_000 });
    expect(book.index.diskBytes).toBeLessThanOrEqual(LIMITS.maxBytes);
  });

  it("gives up what is too old, by a clock that nobody can set", () => {
    for (let minute = 0; minute < 3; minute++) addPack(minute);
    settleAll();
    book.trim(11 * MINUTE_MS + 1);
    expect(gaps()).toEqual([{ fromMs: 0, toMs: MINUTE_MS + 59_000, reason: "spool-expired", samples: 120 }]);
    expect(book.index.size).toBe(2);
  });

  it("keeps a bounded number of samples in memory", () => {
    for (let minute = 0; minute < 10; minute++) addPack(minute);
    expect(book.lostSamples).toBe(7 * 60);
    expect(gaps()).toEqual([
      { fromMs: 0, toMs: 6 * MINUTE_MS + 59_000, reason: "spool-unwritable", samples: 420 },
    ]);
  });

  it("does not change a gap that the server may have: the next loss is a gap of its own", () => {
    for (let minute = 0; minute < 4; minute++) addPack(minute);
    const [first] = book.index.entries().filter(({ kind }) => kind === RECORD_KIND.GAP);
    if (first === undefined) throw new Error("no gap");
    book.handOut(first);
    addPack(4);
    expect(gaps().map(({ samples }) => samples)).toEqual([60, 60]);
    expect(book.index.get(first.id)).toBe(first);
  });

  it("has nothing left to do for a record that was answered for before it was written", () => {
    const id = addPack(0);
    const entry = book.index.get(id);
    if (entry === undefined) throw new Error("no entry");
    book.remove(entry);
    expect(book.notes).toEqual([]);
    // It was being written all the while.
    book.settle(entry);
    expect([...book.leftovers]).toEqual([recordFileName(entry)]);
  });

  it("removes the journal of a record only once the record is written or answered for", () => {
    const id = book.nextId();
    book.begin({ id, atMs: 0 });
    book.add({
      id,
      kind: RECORD_KIND.PACK,
      fromMs: 0,
      toMs: 1,
      samples: 2,
      body: new Uint8Array(9),
      takenMs: 0,
    });
    expect([...book.leftovers]).toEqual([]);
    settleAll();
    expect([...book.leftovers]).toEqual([`${id}-0.journal`]);
    expect(book.notes.map(({ kind }) => kind)).toEqual(["begun", "added"]);
  });

  it("whatever happens, each sample is waiting, answered for or counted as lost", () => {
    const step = fc.oneof(
      fc.constant("add" as const),
      fc.constant("settle" as const),
      fc.constant("trim" as const),
      fc.constant("answer" as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        book = new RecordBook(LIMITS, 1000);
        let [added, answered] = [0, 0];
        for (const [minute, name] of steps.entries()) {
          const oldest = book.index.oldest(new Set(), null);
          if (name === "add") added += addPack(minute) && 60;
          if (name === "settle") settleAll();
          if (name === "trim") book.trim(minute * MINUTE_MS);
          if (name !== "answer" || oldest === undefined) continue;
          if (oldest.kind === RECORD_KIND.PACK) answered += oldest.samples ?? 0;
          book.handOut(oldest);
          book.remove(oldest);
        }
        const packs = book.index.entries().filter(({ kind }) => kind === RECORD_KIND.PACK);
        const waiting = packs.reduce((sum, { samples }) => sum + (samples ?? 0), 0);
        expect(waiting + answered + book.lostSamples).toBe(added);
        const times = book.index.entries().map(({ takenMs }) => takenMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
    );
  });
});
