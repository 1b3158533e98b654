import type { Role } from "@fourtuple/contracts/web";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../database/database.token.js";

export interface SessionRow {
  readonly id: string;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date;
  readonly user: { readonly id: string; readonly email: string; readonly role: Role };
}

const SESSION = {
  id: true,
  expiresAt: true,
  lastUsedAt: true,
  user: { select: { id: true, email: true, role: true } },
} as const;

@Injectable()
export class SessionsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insertSession(session: {
    readonly tokenHash: string;
    readonly userId: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly userAgent: string | null;
  }): Promise<SessionRow> {
    return this.database.prisma.session.create({
      data: { ...session, lastUsedAt: session.createdAt },
      select: SESSION,
    });
  }

  /** A session that nobody revoked, of a user who is not disabled; its times are for the caller to judge. */
  async findSession(tokenHash: string): Promise<SessionRow | null> {
    return this.database.prisma.session.findFirst({
      where: { tokenHash, revokedAt: null, user: { disabledAt: null } },
      select: SESSION,
    });
  }

  /** The ids among `ids` that still stand: not revoked, not run out, user not disabled. */
  async findStanding(ids: readonly string[], now: Date, usedAfter: Date): Promise<string[]> {
    const rows = await this.database.prisma.session.findMany({
      where: {
        id: { in: [...ids] },
        revokedAt: null,
        expiresAt: { gt: now },
        lastUsedAt: { gt: usedAfter },
        user: { disabledAt: null },
      },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async touchSessions(ids: readonly string[], usedAt: Date): Promise<void> {
    await this.database.prisma.session.updateMany({
      where: { id: { in: [...ids] } },
      data: { lastUsedAt: usedAt },
    });
  }

  async revokeSession(id: string, revokedAt: Date): Promise<void> {
    await this.database.prisma.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt } });
  }

  async deleteExpired(before: Date): Promise<void> {
    await this.database.prisma.session.deleteMany({ where: { expiresAt: { lt: before } } });
  }
}
