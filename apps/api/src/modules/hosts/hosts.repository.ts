import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { HostDescription, HostRecord } from "./host-record.js";

const HOST = {
  id: true,
  name: true,
  kernel: true,
  arch: true,
  agentVersion: true,
  bootId: true,
  bootedAt: true,
  netnsInode: true,
  intervalMs: true,
  enrolledAt: true,
  lastSeenAt: true,
  revokedAt: true,
} as const;

type Row = Omit<HostRecord, "netnsInode"> & { readonly netnsInode: bigint | null };

@Injectable()
export class HostsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async loadHosts(): Promise<HostRecord[]> {
    const rows = await this.database.prisma.host.findMany({
      where: { revokedAt: null },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: HOST,
    });
    return rows.map(recordOf);
  }

  async findById(id: string): Promise<HostRecord | null> {
    const row = await this.database.prisma.host.findFirst({ where: { id, revokedAt: null }, select: HOST });
    return row && recordOf(row);
  }

  /** Also finds revoked hosts: their agents are to be told so. */
  async findByKey(publicKey: string): Promise<HostRecord | null> {
    const row = await this.database.prisma.host.findUnique({ where: { publicKey }, select: HOST });
    return row && recordOf(row);
  }

  /** Of two enrolments of one key at once, both get the one host. */
  async enrol(publicKey: string, description: HostDescription, now: Date): Promise<HostRecord> {
    const data = { ...description, netnsInode: bigintOf(description.netnsInode) };
    const row = await this.database.prisma.host.upsert({
      where: { publicKey },
      create: { ...data, publicKey, enrolledAt: now },
      update: data,
      select: HOST,
    });
    return recordOf(row);
  }

  async saveDescription(id: string, description: HostDescription): Promise<void> {
    await this.database.prisma.host.update({
      where: { id },
      data: { ...description, netnsInode: bigintOf(description.netnsInode) },
      select: { id: true },
    });
  }

  async saveLastSeen(id: string, seenAt: Date): Promise<void> {
    await this.database.prisma.host.updateMany({ where: { id }, data: { lastSeenAt: seenAt } });
  }

  async findRevoked(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.prisma.host.findMany({
      where: { id: { in: [...ids] }, revokedAt: { not: null } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }
}

function recordOf(row: Row): HostRecord {
  return { ...row, netnsInode: row.netnsInode === null ? null : Number(row.netnsInode) };
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
