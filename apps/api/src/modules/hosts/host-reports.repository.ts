import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";

export type ReportKind = "condition" | "namespaces";

const SAVE = `
  insert into host_reports (host_id, kind, read_at, body)
  values ($1, $2::report_kind, to_timestamp($3::float8 / 1000), $4::jsonb)
  on conflict (host_id, kind) do update set read_at = excluded.read_at, body = excluded.body`;

/** The newest report of each kind of each host. */
@Injectable()
export class HostReportsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns the body as it was stored, null where there is none. */
  async load(hostId: string, kind: ReportKind): Promise<unknown> {
    const where = { hostId_kind: { hostId, kind } };
    const row = await this.database.prisma.hostReport.findUnique({ where, select: { body: true } });
    return row?.body ?? null;
  }

  async save(hostId: string, kind: ReportKind, readAtMs: number, body: object): Promise<void> {
    await this.database.pool.query(SAVE, [hostId, kind, readAtMs, JSON.stringify(body)]);
  }
}
