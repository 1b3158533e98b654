import type { AccountOutcome, Accounts, Role } from "@fourtuple/api";
import { CliError } from "../cli-error.js";
import { type Environment, parseSettings } from "../config.js";
import { createCloseStack } from "../up/close-stack.js";
import { prepareDataDirectory } from "../up/data-directory.js";
import { openDatabaseServer } from "../up/database-server.js";
import { readRunningServer } from "../up/run-lock.js";
import { formatAccounts } from "../user/account-table.js";
import { readPassword } from "../user/read-password.js";

/** The same as the API's; loading the API only to show them would take half a second. */
export const ROLES = ["viewer", "operator", "admin"] as const satisfies readonly Role[];

/** Makes a user; the password comes from the terminal or standard input. */
export async function runUserAdd(env: Environment, email: string, role: Role): Promise<number> {
  const password = await readPassword();
  return withAccounts(env, async (accounts) => {
    orFail(await accounts.add(email, password, role));
    console.log(`Made ${email}, ${role}.`);
  });
}

/** Sets a user's password and ends the user's sessions. */
export async function runUserPassword(env: Environment, email: string): Promise<number> {
  const password = await readPassword();
  return withAccounts(env, async (accounts) => {
    orFail(await accounts.setPassword(email, password));
    console.log(`Set the password of ${email} and ended every session of that user.`);
  });
}

/** Lists the users. */
export function runUserList(env: Environment): Promise<number> {
  return withAccounts(env, async (accounts) => console.log(formatAccounts(await accounts.list())));
}

function orFail(outcome: AccountOutcome): void {
  if (!outcome.ok) throw new CliError(outcome.reason);
}

/** Works on the database of DATABASE_URL, else of the server that runs, else starts the built-in one for it. */
async function withAccounts(env: Environment, work: (accounts: Accounts) => Promise<void>): Promise<number> {
  const parsed = parseSettings(env);
  if (!parsed.ok) throw new CliError(parsed.problems.join("\n"));
  const { settings } = parsed;
  const warn = (line: string): void => console.error(line);
  const stack = createCloseStack(warn);
  try {
    const running = readRunningServer(settings.dataDir);
    const databaseUrl = settings.databaseUrl ?? running?.databaseUrl ?? null;
    if (databaseUrl === null) await prepareDataDirectory(settings.dataDir);
    const database = await openDatabaseServer({ ...settings, databaseUrl }, stack, warn);
    const { openAccounts } = await import("@fourtuple/api");
    const accounts = await openAccounts(database.url);
    stack.push({ name: "the database connection", limitMs: 5_000, close: () => accounts.close() });
    await work(accounts);
  } finally {
    await stack.closeAll();
  }
  return 0;
}
