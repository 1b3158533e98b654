import { CENSUS_SOURCES } from "@fourtuple/core/samples";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../../platform/database/database.token.js";
import type { ReceivedSample } from "./sample-ring.js";

interface Row {
  readonly host_id: string;
  readonly epoch_ms: number;
  readonly seq: number;
  readonly at: Date;
  readonly received_at: Date;
  readonly census_source: number;
  readonly partial: boolean;
  readonly values: (number | null)[];
}

@Injectable()
export class RecentSamplesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The newest samples of every host, each host's oldest first. */
  async loadRecent(perHost: number): Promise<ReadonlyMap<string, readonly ReceivedSample[]>> {
    const { rows } = await this.database.pool.query<Row>(
      `select recent.* from hosts
       cross join lateral (
         select host_id, epoch_ms, seq, at, received_at, census_source, partial, values
         from ts.sample where host_id = hosts.id order by at desc limit $1
       ) recent
       where hosts.revoked_at is null
       order by recent.host_id, recent.at`,
      [perHost],
    );
    const byHost = new Map<string, ReceivedSample[]>();
    for (const row of rows) {
      const samples = byHost.get(row.host_id);
      if (samples) samples.push(sampleOf(row));
      else byHost.set(row.host_id, [sampleOf(row)]);
    }
    return byHost;
  }
}

function sampleOf(row: Row): ReceivedSample {
  return {
    epochMs: row.epoch_ms,
    seq: row.seq,
    atMs: row.at.getTime(),
    receivedMs: row.received_at.getTime(),
    clockSkewMs: row.at.getTime() - row.received_at.getTime(),
    censusSource: CENSUS_SOURCES[row.census_source] ?? "none",
    partial: row.partial,
    values: row.values,
  };
}
