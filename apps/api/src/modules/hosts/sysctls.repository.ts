import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { RecordedChange, StoredSysctl } from "./sysctl-changes.js";

/** One statement, so all or nothing. Every setting of the host counts as read: agents send only changes. */
const SAVE = `
  with unchanged as (
    update sysctl_values set read_at = $2 where host_id = $1 and name <> all ($3::text[])
  ), change as (
    insert into sysctl_changes (id, host_id, name, from_value, to_value, after, before)
    select gen_random_uuid(), $1, name, from_value, to_value, after, $2
    from unnest($8::text[], $9::text[], $10::text[], $11::timestamptz[]) as t (name, from_value, to_value, after)
  )
  insert into sysctl_values (host_id, name, status, value, reason, changed_at, read_at)
  select $1, name, status::sysctl_status, value, reason, changed_at, $2
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
    as t (name, status, value, reason, changed_at)
  on conflict (host_id, name) do update set
    status = excluded.status, value = excluded.value, reason = excluded.reason,
    changed_at = excluded.changed_at, read_at = excluded.read_at`;

@Injectable()
export class SysctlsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async loadValues(hostId: string): Promise<StoredSysctl[]> {
    const rows = await this.database.prisma.sysctlValue.findMany({
      where: { hostId },
      orderBy: { name: "asc" },
    });
    return rows.map(({ readAt, changedAt, name, status, value, reason }) => ({
      name,
      status,
      value,
      reason,
      readAtMs: readAt.getTime(),
      changedAtMs: changedAt?.getTime() ?? null,
    }));
  }

  /** Newest first. */
  async loadChanges(hostId: string, limit: number): Promise<RecordedChange[]> {
    const rows = await this.database.prisma.sysctlChange.findMany({
      where: { hostId },
      orderBy: [{ before: "desc" }, { name: "asc" }],
      take: limit,
    });
    return rows.map((row) => ({
      name: row.name,
      from: row.fromValue,
      to: row.toValue,
      afterMs: row.after.getTime(),
      beforeMs: row.before.getTime(),
    }));
  }

  async saveReadings(
    hostId: string,
    readAtMs: number,
    rows: readonly StoredSysctl[],
    changes: readonly RecordedChange[],
  ): Promise<void> {
    await this.database.pool.query(SAVE, [
      hostId,
      new Date(readAtMs),
      rows.map((row) => row.name),
      rows.map((row) => row.status),
      rows.map((row) => row.value),
      rows.map((row) => row.reason),
      rows.map((row) => (row.changedAtMs === null ? null : new Date(row.changedAtMs))),
      changes.map((change) => change.name),
      changes.map((change) => change.from),
      changes.map((change) => change.to),
      changes.map((change) => new Date(change.afterMs)),
    ]);
  }
}
