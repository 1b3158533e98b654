import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";

@Injectable()
export class HealthRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Whether the database answers and has our tables. */
  async hasTables(): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ ready: boolean }>(
      "select to_regclass('ts.sample') is not null and to_regclass('public.hosts') is not null as ready",
    );
    return rows[0]?.ready ?? false;
  }
}
