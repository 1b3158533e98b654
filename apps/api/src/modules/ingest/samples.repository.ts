import { CENSUS_SOURCES } from "@fourtuple/core/samples";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { ReceivedSample } from "../live/hub/sample-ring.js";

/** Longer than any batch takes; a connection that hangs is given up and the batch tried again. */
const TIMEOUT_MS = 10_000;

/** `unnest` flattens arrays of arrays, so each sample's values travel as the text of an SQL array. */
const INSERT = `
  insert into ts.sample (host_id, epoch_ms, seq, at, received_at, census_source, partial, values)
  select host_id, epoch_ms, seq, to_timestamp(at_ms / 1000), to_timestamp(received_ms / 1000),
    census_source, partial, figures::bigint[]
  from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::float8[], $5::float8[], $6::smallint[], $7::boolean[], $8::text[])
    as t (host_id, epoch_ms, seq, at_ms, received_ms, census_source, partial, figures)
  on conflict do nothing
  returning host_id, epoch_ms, seq`;

const SELECT_STORED = `
  select host_id, epoch_ms, seq
  from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as t (host_id, epoch_ms, seq)
  join ts.sample using (host_id, epoch_ms, seq)`;

/** A sample and the host it is filed under. */
export interface HostSample {
  readonly target: { readonly hostId: string };
  readonly sample: ReceivedSample;
}

interface Key {
  readonly host_id: string;
  readonly epoch_ms: number;
  readonly seq: number;
}

/** The name of a sample, as `insertSamples` returns it. */
export function sampleKey(hostId: string, epochMs: number, seq: number): string {
  return `${hostId}/${epochMs}/${seq}`;
}

@Injectable()
export class SamplesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Stores samples in one statement, committed when this returns.
   *
   * @returns the keys of those that were not there before
   */
  async insertSamples(items: readonly HostSample[]): Promise<Set<string>> {
    const query = {
      name: "insert-samples",
      text: INSERT,
      values: columnsOf(items),
      query_timeout: TIMEOUT_MS,
    };
    const { rows } = await this.database.pool.query<Key>(query);
    return keysOf(rows);
  }

  /** @returns the keys of those that are stored already. */
  async findStored(items: readonly HostSample[]): Promise<Set<string>> {
    const query = {
      name: "find-stored-samples",
      text: SELECT_STORED,
      values: keyColumnsOf(items),
      query_timeout: TIMEOUT_MS,
    };
    return keysOf((await this.database.pool.query<Key>(query)).rows);
  }

  /** Deletes one bounded batch of a host's samples older than `before`. @returns how many. */
  async deleteOlder(hostId: string, before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `delete from ts.sample where (host_id, epoch_ms, seq) in (
         select host_id, epoch_ms, seq from ts.sample where host_id = $1 and at < $2 order by at limit $3
       )`,
      [hostId, before, limit],
    );
    return rowCount ?? 0;
  }

  /** Every host that has samples, also one whose record is gone. */
  async findHostsWithSamples(): Promise<string[]> {
    // A loose index scan: one step of the primary key for each host, not one for each sample.
    const { rows } = await this.database.pool.query<{ host_id: string }>(
      `with recursive host as (
         (select host_id from ts.sample order by host_id limit 1)
         union all
         select (select host_id from ts.sample s where s.host_id > host.host_id order by host_id limit 1)
         from host where host.host_id is not null
       ) select host_id from host where host_id is not null`,
    );
    return rows.map((row) => row.host_id);
  }
}

function keysOf(rows: readonly Key[]): Set<string> {
  return new Set(rows.map((row) => sampleKey(row.host_id, row.epoch_ms, row.seq)));
}

function keyColumnsOf(items: readonly HostSample[]): unknown[] {
  return [
    items.map(({ target }) => target.hostId),
    items.map(({ sample }) => sample.epochMs),
    items.map(({ sample }) => sample.seq),
  ];
}

function columnsOf(items: readonly HostSample[]): unknown[] {
  return [
    ...keyColumnsOf(items),
    items.map(({ sample }) => sample.atMs),
    items.map(({ sample }) => sample.receivedMs),
    items.map(({ sample }) => CENSUS_SOURCES.indexOf(sample.censusSource)),
    items.map(({ sample }) => sample.partial),
    items.map(({ sample }) => `{${sample.values.map((value) => value ?? "NULL").join(",")}}`),
  ];
}
