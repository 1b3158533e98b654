import type { Role, User } from "@fourtuple/contracts/web";
import type { Database } from "@fourtuple/database";
import { Inject, Injectable } from "@nestjs/common";
import { DATABASE } from "../../platform/database/database.token.js";

const USER = { id: true, email: true, role: true } as const;

export type FirstAdminOutcome =
  | { readonly status: "made"; readonly user: User }
  | { readonly status: "bad-token" }
  | { readonly status: "not-needed" }
  | { readonly status: "mail-taken" };

@Injectable()
export class UsersRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** An enabled user's password hash. */
  async findCredentials(email: string): Promise<{ id: string; passwordHash: string } | null> {
    return this.database.prisma.user.findFirst({
      where: { email, disabledAt: null },
      select: { id: true, passwordHash: true },
    });
  }

  async hasUser(email: string): Promise<boolean> {
    return (await this.database.prisma.user.count({ where: { email } })) > 0;
  }

  async hasAdmin(): Promise<boolean> {
    return (await this.database.prisma.user.count({ where: { role: "admin", disabledAt: null } })) > 0;
  }

  /** Does nothing when the mail address is taken. */
  async insertUser(user: { email: string; passwordHash: string; role: Role }): Promise<void> {
    await this.database.prisma.user.createMany({ data: [user], skipDuplicates: true });
  }

  /** Puts a new setup token in the place of every older one. */
  async replaceSetupToken(tokenHash: string, createdAt: Date, expiresAt: Date): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.setupToken.deleteMany({ where: { usedAt: null } }),
      this.database.prisma.setupToken.create({ data: { tokenHash, createdAt, expiresAt } }),
    ]);
  }

  async hasSetupToken(tokenHash: string, now: Date): Promise<boolean> {
    const found = await this.database.prisma.setupToken.count({
      where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    });
    return found > 0;
  }

  /** Uses up the token and makes the admin, or does neither. Of two at once, one gets the token. */
  async insertFirstAdmin(
    tokenHash: string,
    now: Date,
    user: { readonly email: string; readonly passwordHash: string },
  ): Promise<FirstAdminOutcome> {
    return this.database.prisma.$transaction(async (transaction) => {
      const used = await transaction.setupToken.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (used.count === 0) return { status: "bad-token" };
      const admins = await transaction.user.count({ where: { role: "admin", disabledAt: null } });
      if (admins > 0) return { status: "not-needed" };
      if ((await transaction.user.count({ where: { email: user.email } })) > 0)
        return { status: "mail-taken" };
      return {
        status: "made",
        user: await transaction.user.create({ data: { ...user, role: "admin" }, select: USER }),
      };
    });
  }
}
