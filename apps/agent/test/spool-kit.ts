import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GapRecord, gapRecordSchema, RECORD_KIND } from "@fourtuple/contracts/agent";
import { decodePack, decodeTopLists, type Sample, type TopLists } from "@fourtuple/core/samples";
import { makeSample } from "@fourtuple/testkit/samples";
import { pino } from "pino";
import type { Clock } from "../src/clock.js";
import { openSpool, type SpoolOptions } from "../src/spool/open-spool.js";
import type { Spool } from "../src/spool/spool.js";

export const START_MS = Date.UTC(2026, 0, 1);
export const MINUTE_MS = 60_000;

/** Both clocks, set by hand. Timers never fire: the next sample seals. */
export class HandClock implements Clock {
  nowMs = START_MS;
  private sinceStartMs = 0;

  monotonicMs(): number {
    return this.sinceStartMs;
  }

  wallMs(): number {
    return this.nowMs;
  }

  after(): () => void {
    return () => undefined;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    this.sinceStartMs += ms;
  }
}

/** Takes samples at 1 Hz, and remembers their numbers. */
export class Taker {
  readonly taken: number[] = [];

  constructor(
    readonly clock: HandClock,
    readonly epochMs: number = clock.nowMs,
  ) {}

  take(spool: Spool): Sample {
    const seq = this.taken.length + 1;
    const sample = makeSample({ epochMs: this.epochMs, seq, atMs: this.clock.nowMs });
    this.taken.push(seq);
    spool.append(sample);
    this.clock.pass(1000);
    return sample;
  }

  /** `count` samples, each minute written before the next begins. */
  async takeMany(spool: Spool, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.take(spool);
      if (this.clock.nowMs % MINUTE_MS === 1000) await spool.flush();
    }
    await spool.flush();
  }
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
}

/** Directories under /tmp and the spools in them; `clear` after each test. */
export class SpoolBench {
  readonly log: LogLine[] = [];
  readonly clock = new HandClock();
  private readonly directories: string[] = [];
  private readonly spools: Spool[] = [];

  async directory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "fourtuple-spool-"));
    this.directories.push(path);
    return join(path, "spool");
  }

  async open(directory: string, options: Partial<SpoolOptions> = {}): Promise<Spool> {
    const log = pino({ level: "debug" }, { write: (line: string) => void this.log.push(JSON.parse(line)) });
    const spool = await openSpool({ directory, log, clock: this.clock, ...options });
    this.spools.push(spool);
    return spool;
  }

  /** The directory as a kill -9 at this moment leaves it. The lock stays behind: its holder, this process, lives. */
  async afterKill(directory: string): Promise<string> {
    const copy = await this.directory();
    await cp(directory, copy, { recursive: true, filter: (path) => !path.endsWith("/lock") });
    return copy;
  }

  async clear(): Promise<void> {
    for (const spool of this.spools.splice(0)) await spool.close();
    for (const path of this.directories.splice(0)) await rm(path, { recursive: true, force: true });
  }
}

export interface Contents {
  readonly samples: readonly Sample[];
  readonly gaps: readonly GapRecord[];
  readonly topLists: readonly TopLists[];
}

/** Reads every record, as the uplink does, and decodes it as the server does. */
export async function readAll(spool: Spool): Promise<Contents> {
  const contents = { samples: [] as Sample[], gaps: [] as GapRecord[], topLists: [] as TopLists[] };
  const seen = new Set<number>();
  for (let record = spool.next(seen, null); record !== null; record = spool.next(seen, null)) {
    seen.add(record.id);
    const body = await spool.read(record.id);
    if (body === null) continue;
    if (record.kind === RECORD_KIND.PACK) contents.samples.push(...unwrap(decodePack(body)));
    else if (record.kind === RECORD_KIND.TOP_LISTS) contents.topLists.push(unwrap(decodeTopLists(body)));
    else contents.gaps.push(gapRecordSchema.parse(JSON.parse(Buffer.from(body).toString())));
  }
  return contents;
}

export function numbers(samples: readonly Sample[]): number[] {
  return samples.map(({ seq }) => seq);
}

export function sumOfLost(gaps: readonly GapRecord[]): number {
  return gaps.reduce((sum, { samples }) => sum + (samples ?? 0), 0);
}

function unwrap<T>(reading: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
}
