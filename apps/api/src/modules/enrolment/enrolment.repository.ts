import type { Labels } from "@fourtuple/contracts/web";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";
import { type HostDescription, hostNameOf } from "../hosts/host-record.js";
import { parseStoredLabels } from "../hosts/stored-labels.js";
import type { TokenTimes } from "./token-standing.js";

export interface TokenRecord extends TokenTimes {
  readonly id: string;
  readonly hostName: string | null;
  readonly labels: Labels;
  readonly createdAt: Date;
  /** Mail address of who made it. */
  readonly createdBy: string;
  readonly host: { readonly id: string; readonly name: string } | null;
}

export type RedeemOutcome =
  | { readonly status: "enrolled"; readonly hostId: string; readonly hostName: string }
  | { readonly status: "not-open"; readonly token: TokenTimes | null };

const TIMES = { expiresAt: true, usedAt: true, revokedAt: true } as const;
const HOST_NAME = { id: true, name: true, givenName: true } as const;

@Injectable()
export class EnrolmentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insertToken(token: {
    readonly tokenHash: string;
    readonly hostName: string | null;
    readonly labels: Labels;
    readonly createdById: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<string> {
    return (await this.database.prisma.enrolmentToken.create({ data: token, select: { id: true } })).id;
  }

  /** The newest first. */
  async loadTokens(createdAfter: Date): Promise<TokenRecord[]> {
    const rows = await this.database.prisma.enrolmentToken.findMany({
      where: { createdAt: { gt: createdAfter } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: {
        ...TIMES,
        id: true,
        hostName: true,
        labels: true,
        createdAt: true,
        createdBy: { select: { email: true } },
        usedByHost: { select: HOST_NAME },
      },
    });
    return rows.map(({ createdBy, usedByHost, labels, ...row }) => ({
      ...row,
      labels: parseStoredLabels(labels),
      createdBy: createdBy.email,
      host: usedByHost && { id: usedByHost.id, name: hostNameOf(usedByHost) },
    }));
  }

  async deleteTokens(createdBefore: Date): Promise<void> {
    await this.database.prisma.enrolmentToken.deleteMany({ where: { createdAt: { lt: createdBefore } } });
  }

  async findTimes(id: string): Promise<TokenTimes | null> {
    return this.database.prisma.enrolmentToken.findUnique({ where: { id }, select: TIMES });
  }

  /** Withdraws a token unless it was used. @returns whether it cannot be used any more by this or an earlier call. */
  async withdrawToken(id: string, revokedAt: Date): Promise<boolean> {
    const { count } = await this.database.prisma.enrolmentToken.updateMany({
      where: { id, usedAt: null },
      data: { revokedAt },
    });
    return count > 0;
  }

  /** Uses the token up and makes the host, or does neither. Of two at once, one gets the token. */
  async redeem(
    tokenHash: string,
    publicKey: string,
    { netnsInode, ...description }: HostDescription,
    now: Date,
  ): Promise<RedeemOutcome> {
    return this.database.prisma.$transaction(async (transaction) => {
      const used = await transaction.enrolmentToken.updateMany({
        where: { tokenHash, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      const token = await transaction.enrolmentToken.findUnique({
        where: { tokenHash },
        select: { ...TIMES, hostName: true, labels: true },
      });
      if (used.count === 0 || token === null) return { status: "not-open", token };
      const host = await transaction.host.create({
        data: {
          ...description,
          netnsInode: netnsInode === null ? null : BigInt(netnsInode),
          publicKey,
          givenName: token.hostName,
          labels: parseStoredLabels(token.labels),
          enrolledAt: now,
        },
        select: HOST_NAME,
      });
      await transaction.enrolmentToken.update({
        where: { tokenHash },
        data: { usedByHostId: host.id },
        select: { id: true },
      });
      return { status: "enrolled", hostId: host.id, hostName: hostNameOf(host) };
    });
  }
}
