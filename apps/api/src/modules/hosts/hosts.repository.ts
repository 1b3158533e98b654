import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import type { HostChange, HostDescription, HostRecord } from "./host-record.js";
import { parseStoredLabels } from "./stored-labels.js";

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
  givenName: true,
  labels: true,
  duplicateKeySeenAt: true,
} as const;

type Row = Omit<HostRecord, "netnsInode" | "labels"> & {
  readonly netnsInode: bigint | null;
  readonly labels: unknown;
};

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

  /** The first to tell of a boot counts: the kernel's own figure of when it was wavers by a second. */
  async saveBoot(hostId: string, bootId: string, bootedAt: Date, now: Date): Promise<void> {
    const data = [{ hostId, bootId, bootedAt, firstSeenAt: now }];
    await this.database.prisma.hostBoot.createMany({ data, skipDuplicates: true });
  }

  /** When the host booted, after `from` and not after `to`. */
  async loadBoots(hostId: string, from: Date, to: Date, limit: number): Promise<Date[]> {
    const rows = await this.database.prisma.hostBoot.findMany({
      where: { hostId, bootedAt: { gt: from, lte: to } },
      orderBy: { bootedAt: "desc" },
      take: limit,
      select: { bootedAt: true },
    });
    return rows.map((row) => row.bootedAt);
  }

  /** @returns how many boots were forgotten. */
  async deleteBootsOlder(before: Date): Promise<number> {
    return (await this.database.prisma.hostBoot.deleteMany({ where: { firstSeenAt: { lt: before } } })).count;
  }

  async saveLastSeen(id: string, seenAt: Date): Promise<void> {
    await this.database.prisma.host.updateMany({ where: { id }, data: { lastSeenAt: seenAt } });
  }

  /** @returns whether there is such a host that is not revoked. */
  async saveChange(id: string, { givenName, labels }: HostChange): Promise<boolean> {
    const data = {
      ...(givenName === undefined ? {} : { givenName }),
      ...(labels === undefined ? {} : { labels }),
    };
    const { count } = await this.database.prisma.host.updateMany({ where: { id, revokedAt: null }, data });
    return count > 0;
  }

  /** @returns whether this call revoked it. */
  async revoke(id: string, revokedAt: Date): Promise<boolean> {
    const where = { id, revokedAt: null };
    return (await this.database.prisma.host.updateMany({ where, data: { revokedAt } })).count > 0;
  }

  async saveDuplicateKey(id: string, seenAt: Date): Promise<void> {
    await this.database.prisma.host.updateMany({ where: { id }, data: { duplicateKeySeenAt: seenAt } });
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
  const netnsInode = row.netnsInode === null ? null : Number(row.netnsInode);
  return { ...row, netnsInode, labels: parseStoredLabels(row.labels) };
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
