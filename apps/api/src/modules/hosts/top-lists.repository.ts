import { CENSUS_TIERS } from "@fourtuple/core/samples";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { PackedTopLists } from "../live/hub/hub-event.js";

interface Row {
  readonly tier: number;
  readonly at: Date;
  readonly body: Buffer;
}

@Injectable()
export class TopListsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The newest of each tier that was stored, not after `atMs` unless that is null. */
  async loadNewest(hostId: string, atMs: number | null): Promise<PackedTopLists[]> {
    const { rows } = await this.database.pool.query<Row>(
      `select newest.* from generate_series(0, $3::int) as wanted
       cross join lateral (
         select tier, at, body from ts.top_lists
         where host_id = $1 and tier = wanted
           and at <= coalesce(to_timestamp($2::float8 / 1000), 'infinity')
         order by at desc limit 1
       ) newest`,
      [hostId, atMs, CENSUS_TIERS.length - 1],
    );
    return rows.flatMap(({ tier, at, body }) => {
      const name = CENSUS_TIERS[tier];
      return name ? [{ tier: name, atMs: at.getTime(), body }] : [];
    });
  }
}
