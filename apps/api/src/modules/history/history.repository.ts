import { LOSS_REASONS, type LossReason } from "@fourtuple/contracts/agent";
import type { Metric, RecordedGap } from "@fourtuple/core/samples";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { SeriesAxis } from "./series-axis.js";

/** What the samples of one step say. */
export interface StepSummary {
  readonly index: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly firstEpochMs: number;
  readonly lastEpochMs: number;
  /** In the order of the gauges asked for. */
  readonly gauges: readonly { min: number | null; max: number | null; avg: number | null }[];
}

/** The last sample of a step; index -1 is the last one before the axis. */
export interface StepEnd {
  readonly index: number;
  readonly atMs: number;
  /** In the order of the counters asked for. */
  readonly values: readonly (number | null)[];
}

/** Gaps of one answer: a host that loses its samples every few seconds has other troubles (judgement). */
const MAX_RECORDED_GAPS = 2_000;

/** Longest time a history may take, in ms: one question must not hold a connection for good (judgement). */
const TIMEOUT_MS = 15_000;

const AT_MS = "(extract(epoch from at) * 1000)::float8";
const STEP_INDEX = `floor((${AT_MS} - $2) / $3)::int`;
const IN_RANGE =
  "host_id = $1 and at >= to_timestamp($4::float8 / 1000) and at < to_timestamp($5::float8 / 1000)";

@Injectable()
export class HistoryRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Time of the newest sample before `toMs` and not before `fromMs`. */
  async findSampleTime(hostId: string, fromMs: number, toMs: number): Promise<number | null> {
    const rows = await this.select<{ at: Date }>(
      `select at from ts.sample where host_id = $1
         and at >= to_timestamp($2::float8 / 1000) and at < to_timestamp($3::float8 / 1000)
       order by at desc limit 1`,
      [hostId, fromMs, toMs],
    );
    return rows[0]?.at.getTime() ?? null;
  }

  /** One summary for each step that has samples, in order. */
  async loadSteps(hostId: string, axis: SeriesAxis, gauges: readonly Metric[]): Promise<StepSummary[]> {
    const columns = gauges.map((_, place) => {
      const value = `values[$${place + 6}::int]`;
      return `, array[min(${value})::float8, max(${value})::float8, avg(${value})::float8] as g${place}`;
    });
    const rows = await this.select<Record<string, number> & Record<`g${number}`, (number | null)[]>>(
      `select ${STEP_INDEX} as index,
         min(${AT_MS}) as first_at, max(${AT_MS}) as last_at,
         min(epoch_ms) as first_epoch, max(epoch_ms) as last_epoch${columns.join("")}
       from ts.sample where ${IN_RANGE} group by 1 order by 1`,
      [...rangeParameters(hostId, axis, axis.startMs), ...gauges.map(arrayIndex)],
    );
    return rows.map((row) => ({
      index: Number(row.index),
      firstAtMs: Number(row.first_at),
      lastAtMs: Number(row.last_at),
      firstEpochMs: Number(row.first_epoch),
      lastEpochMs: Number(row.last_epoch),
      gauges: gauges.map((_, place) => {
        const [min = null, max = null, avg = null] = row[`g${place}`] ?? [];
        return { min, max, avg };
      }),
    }));
  }

  /** The last sample of each step, and the last in `lookBackMs` before the axis. */
  async loadStepEnds(
    hostId: string,
    axis: SeriesAxis,
    counters: readonly Metric[],
    lookBackMs: number,
  ): Promise<StepEnd[]> {
    const columns = counters.map((_, place) => `values[$${place + 6}::int]`);
    const rows = await this.select<{ index: number; at_ms: number; figures: (number | null)[] }>(
      `select distinct on (1) greatest(-1, ${STEP_INDEX}) as index, ${AT_MS} as at_ms,
         array[${columns.join(", ")}]::bigint[] as figures
       from ts.sample where ${IN_RANGE} order by 1, at desc, epoch_ms desc, seq desc`,
      [...rangeParameters(hostId, axis, Math.max(0, axis.startMs - lookBackMs)), ...counters.map(arrayIndex)],
    );
    return rows.map(({ index, at_ms, figures }) => ({ index, atMs: at_ms, values: figures }));
  }

  /** What the host's agent recorded of its losses that have a part in the range, the newest of them. */
  async loadRecordedGaps(hostId: string, fromMs: number, toMs: number): Promise<RecordedGap<LossReason>[]> {
    const rows = await this.select<{ from_at: Date; to_at: Date; reason: string }>(
      `select from_at, to_at, reason from ts.recorded_gap where host_id = $1
         and to_at >= to_timestamp($2::float8 / 1000) and from_at <= to_timestamp($3::float8 / 1000)
       order by from_at desc limit ${MAX_RECORDED_GAPS}`,
      [hostId, fromMs, toMs],
    );
    return rows.flatMap(({ from_at, to_at, reason: text }) => {
      const reason = LOSS_REASONS.find((known) => known === text);
      return reason ? [{ fromMs: from_at.getTime(), toMs: to_at.getTime(), reason }] : [];
    });
  }

  private async select<T extends object>(text: string, values: unknown[]): Promise<T[]> {
    // query_timeout bounds our wait; the pool's statement_timeout bounds the server's work.
    const query = { text, values, query_timeout: TIMEOUT_MS };
    return (await this.database.pool.query<T>(query)).rows;
  }
}

/** Values by metric id lie in an SQL array, which counts from 1. */
function arrayIndex(metric: Metric): number {
  return metric.id + 1;
}

function rangeParameters(hostId: string, { startMs, stepMs, count }: SeriesAxis, fromMs: number): unknown[] {
  return [hostId, startMs, stepMs, fromMs, startMs + count * stepMs];
}
