import { type Role, setupRequestSchema } from "@fourtuple/contracts/web";
import { type Account, AccountsRepository } from "./accounts.repository.js";
import { PasswordHasher } from "./password-hasher.js";

export type { Role } from "@fourtuple/contracts/web";
export type { Account } from "./accounts.repository.js";

/** `reason` is one sentence for people. */
export type AccountOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What an administrator of the machine may do with users, without logging in. */
export interface Accounts {
  list(): Promise<readonly Account[]>;
  add(email: string, password: string, role: Role): Promise<AccountOutcome>;
  /** Also ends every session of the user. */
  setPassword(email: string, password: string): Promise<AccountOutcome>;
  close(): Promise<void>;
}

const credentials = setupRequestSchema.pick({ email: true, password: true });

/**
 * Opens the users of a database for recovery from the command line.
 * @throws DatabaseUnavailableError, MigrationError
 */
export async function openAccounts(databaseUrl: string): Promise<Accounts> {
  const repository = await AccountsRepository.open(databaseUrl);
  return {
    list: () => repository.loadAccounts(),
    add: (email, password, role) =>
      withCredentials(email, password, async (account) =>
        (await repository.insertAccount({ ...account, role }))
          ? { ok: true }
          : {
              ok: false,
              reason: `There is a user ${account.email} already; "user password" sets a new password.`,
            },
      ),
    setPassword: (email, password) =>
      withCredentials(email, password, async (account) =>
        (await repository.savePassword(account.email, account.passwordHash, new Date()))
          ? { ok: true }
          : { ok: false, reason: `There is no user ${account.email}; "user list" shows them.` },
      ),
    close: () => repository.close(),
  };
}

async function withCredentials(
  email: string,
  password: string,
  save: (account: { email: string; passwordHash: string }) => Promise<AccountOutcome>,
): Promise<AccountOutcome> {
  const parsed = credentials.safeParse({ email: email.trim().toLowerCase(), password });
  if (parsed.success) {
    const passwordHash = await new PasswordHasher().hash(parsed.data.password);
    return save({ email: parsed.data.email, passwordHash });
  }
  const [issue] = parsed.error.issues;
  return { ok: false, reason: `The ${String(issue?.path[0])} ${issue?.message}.` };
}
