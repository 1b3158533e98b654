import { writeFileSync } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RECORD_KIND } from "@fourtuple/contracts/agent";
import { decodePack, type Sample } from "@fourtuple/core/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JournalFile, openDirectory, type SpoolDirectory } from "../src/spool/directory.js";
import type { Spool } from "../src/spool/spool.js";
import { MINUTE_MS, readAll, SpoolBench, Taker } from "./spool-kit.js";

/** The n-th change to the directory is cut after a share of its bytes, and nothing is changed after it. */
interface Death {
  readonly change: number;
  readonly share: number;
}

class DyingDirectory {
  dead = false;
  private changes = 0;
  private readonly real: SpoolDirectory;

  constructor(
    private readonly path: string,
    private readonly death: Death,
  ) {
    this.real = openDirectory(path);
  }

  get files(): SpoolDirectory {
    const { real } = this;
    return {
      prepare: real.prepare,
      list: real.list,
      read: real.read,
      write: (name, bytes) =>
        this.change(
          () => real.write(name, bytes),
          async (share) => {
            // As far as the end it lies under another name; at the end the name is changed and the rest is not.
            if (share === 1) await real.write(name, bytes);
            else await writeFile(join(this.path, `${name}.partial`), bytes.subarray(0, share * bytes.length));
          },
        ),
      append: (name, text) =>
        this.change(
          () => real.append(name, text),
          (share) => appendFile(join(this.path, name), text.slice(0, share * text.length)),
        ),
      remove: (name) =>
        this.change(
          () => real.remove(name),
          (share) => (share > 0.5 ? real.remove(name) : Promise.resolve()),
        ),
      openJournal: (name) => this.openJournal(name),
    };
  }

  private openJournal(name: string): JournalFile {
    if (this.isLast()) throw new Error("killed");
    const journal = this.real.openJournal(name);
    return {
      close: journal.close,
      append: (entry) => {
        if (!this.isLast()) return journal.append(entry);
        const length = Math.floor(this.death.share * entry.length);
        if (this.dyingNow) writeFileSync(join(this.path, name), entry.subarray(0, length), { flag: "a" });
        throw new Error("killed");
      },
    };
  }

  private dyingNow = false;

  /** Counts a change. @returns true when it must not be made, or not wholly. */
  private isLast(): boolean {
    this.changes += 1;
    this.dyingNow = !this.dead && this.changes >= this.death.change;
    this.dead ||= this.dyingNow;
    return this.dead;
  }

  private async change(make: () => Promise<void>, cut: (share: number) => Promise<void>): Promise<void> {
    if (!this.isLast()) return make();
    if (this.dyingNow) await cut(this.death.share);
    throw new Error("killed");
  }
}

type Step =
  | { readonly kind: "take"; readonly count: number }
  | { readonly kind: "answer" }
  | { readonly kind: "flush" }
  | { readonly kind: "jump"; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("take" as const), count: fc.integer({ min: 1, max: 90 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "answer" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "flush" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("jump" as const), minutes: fc.integer({ min: -3, max: 9 }) }),
  },
);
const life = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  death: fc.record({
    change: fc.integer({ min: 1, max: 400 }),
    share: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1)),
  }),
});
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;

const nameOf = ({ epochMs, seq }: Sample): string => `${epochMs}:${seq}`;

/** What was taken, and what a server stored of it. */
class Model {
  readonly taken: string[] = [];
  readonly stored = new Set<string>();

  constructor(
    private readonly bench: SpoolBench,
    private readonly directory: string,
  ) {}

  /** One run of the agent, until it is killed or has nothing more to do. */
  async live({ steps, death }: Life, epochMs: number): Promise<void> {
    const dying = new DyingDirectory(this.directory, death);
    const spool = await this.bench.open(this.directory, { files: dying.files });
    const taker = new Taker(this.bench.clock, epochMs);
    for (const next of steps) {
      if (dying.dead) break;
      if (next.kind === "take") this.take(spool, taker, next.count, dying);
      else if (next.kind === "answer") await this.answer(spool);
      else if (next.kind === "flush") await spool.flush();
      else this.bench.clock.nowMs += next.minutes * MINUTE_MS;
    }
    await spool.flush();
    await rm(join(this.directory, "lock"), { force: true });
  }

  private take(spool: Spool, taker: Taker, count: number, dying: DyingDirectory): void {
    for (let i = 0; i < count && !dying.dead; i++) {
      const sample = taker.take(spool);
      // The one that was being written when it was killed may be lost.
      if (!dying.dead) this.taken.push(nameOf(sample));
    }
  }

  private async answer(spool: Spool): Promise<void> {
    const record = spool.next(new Set(), null);
    const body = record === null ? null : await spool.read(record.id);
    if (record === null || body === null) return;
    expect(record.kind).toBe(RECORD_KIND.PACK);
    const pack = decodePack(body);
    if (!pack.ok) throw new Error(pack.reason);
    for (const sample of pack.value) this.stored.add(nameOf(sample));
    spool.acknowledge(record.id);
  }
}

describe("a spool that is killed at any change of any file, again and again", () => {
  it("loses nothing but the sample under way, has nothing twice and tells of no loss", async () => {
    const lives = fc.array(life, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lives, async (runs) => {
        const bench = new SpoolBench();
        const directory = await bench.directory();
        const model = new Model(bench, directory);
        for (const [index, run] of runs.entries()) await model.live(run, index + 1);
        const spool = await bench.open(directory);
        const { samples, gaps } = await readAll(spool);
        const waiting = samples.map(nameOf);
        expect(new Set(waiting).size).toBe(waiting.length);
        const there = new Set([...waiting, ...model.stored]);
        expect(model.taken.filter((name) => !there.has(name))).toEqual([]);
        expect(gaps).toEqual([]);
        expect(spool.status()).toMatchObject({ lostSamples: 0, problem: null });
        await bench.clear();
      }),
      { numRuns: 200 },
    );
  }, 120_000);
});
