import type { GapRecord } from "@fourtuple/contracts/agent";
import { CENSUS_TIERS } from "@fourtuple/core/samples";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { RecordedTopLists } from "./record-reader.js";

/** Longer than any batch takes; a connection that hangs is given up and the batch tried again. */
const TIMEOUT_MS = 10_000;

const INSERT_TOP_LISTS = `
  insert into ts.top_lists (host_id, tier, at, body)
  select host_id, tier, to_timestamp(at_ms / 1000), body
  from unnest($1::uuid[], $2::smallint[], $3::float8[], $4::bytea[]) as t (host_id, tier, at_ms, body)
  on conflict do nothing`;

const INSERT_GAPS = `
  insert into ts.recorded_gap (host_id, from_at, to_at, reason, samples)
  select host_id, to_timestamp(from_ms / 1000), to_timestamp(to_ms / 1000), reason, samples
  from unnest($1::uuid[], $2::float8[], $3::float8[], $4::text[], $5::bigint[])
    as t (host_id, from_ms, to_ms, reason, samples)
  on conflict do nothing`;

type OfHost<T> = T & { readonly hostId: string };

/** What agents record beside samples. Each insert is committed when it returns; what is there stays as it is. */
@Injectable()
export class RecordsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insertTopLists(lists: readonly OfHost<RecordedTopLists>[]): Promise<void> {
    await this.write("insert-top-lists", INSERT_TOP_LISTS, [
      lists.map(({ hostId }) => hostId),
      lists.map(({ tier }) => CENSUS_TIERS.indexOf(tier)),
      lists.map(({ atMs }) => atMs),
      lists.map(({ body }) => Buffer.from(body)),
    ]);
  }

  async insertGaps(gaps: readonly OfHost<GapRecord>[]): Promise<void> {
    await this.write("insert-gaps", INSERT_GAPS, [
      gaps.map(({ hostId }) => hostId),
      gaps.map(({ fromMs }) => fromMs),
      gaps.map(({ toMs }) => toMs),
      gaps.map(({ reason }) => reason),
      gaps.map(({ samples }) => samples),
    ]);
  }

  /** Deletes one bounded batch of top lists older than `before`. @returns how many. */
  async deleteTopListsOlder(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `delete from ts.top_lists where (host_id, tier, at) in (
         select host_id, tier, at from ts.top_lists where at < $1 order by at limit $2
       )`,
      [before, limit],
    );
    return rowCount ?? 0;
  }

  /** Deletes the gaps that ended before `before`. @returns how many. */
  async deleteGapsOlder(before: Date): Promise<number> {
    const { rowCount } = await this.database.pool.query("delete from ts.recorded_gap where to_at < $1", [
      before,
    ]);
    return rowCount ?? 0;
  }

  private async write(name: string, text: string, values: unknown[]): Promise<void> {
    const query = { name, text, values, query_timeout: TIMEOUT_MS };
    await this.database.pool.query(query);
  }
}
