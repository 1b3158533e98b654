import type { Role } from "@fourtuple/contracts/web";
import { createDatabase, type Database, migrate } from "@fourtuple/database";

export interface Account {
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Date;
  /** null: may log in. */
  readonly disabledAt: Date | null;
}

/** Users as the command line manages them, outside of any request. Mail addresses are in lower case. */
export class AccountsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Connects and brings the tables up to date.
   * @throws DatabaseUnavailableError, MigrationError
   */
  static async open(url: string): Promise<AccountsRepository> {
    const database = await createDatabase({ url });
    try {
      await migrate(database.pool);
      return new AccountsRepository(database);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async loadAccounts(): Promise<readonly Account[]> {
    return this.database.prisma.user.findMany({
      select: { email: true, role: true, createdAt: true, disabledAt: true },
      orderBy: { email: "asc" },
    });
  }

  /** @returns false when the mail address is taken. */
  async insertAccount(account: { email: string; passwordHash: string; role: Role }): Promise<boolean> {
    const { count } = await this.database.prisma.user.createMany({ data: [account], skipDuplicates: true });
    return count === 1;
  }

  /** Sets the password and ends every session of the user; false when there is no such user. */
  async savePassword(email: string, passwordHash: string, now: Date): Promise<boolean> {
    const [{ count }] = await this.database.prisma.$transaction([
      this.database.prisma.user.updateMany({ where: { email }, data: { passwordHash } }),
      this.database.prisma.session.updateMany({
        where: { user: { email }, revokedAt: null },
        data: { revokedAt: now },
      }),
    ]);
    return count === 1;
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
