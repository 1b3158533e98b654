import { readFile } from "node:fs/promises";
import type { Binaries } from "./binaries.js";
import { EmbeddedPostgresError } from "./errors.js";
import { runProgram } from "./run-program.js";

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** How PostgreSQL's programs are run: it refuses to be root, so that root needs a way round. */
export interface Launch {
  /** Put before the program. */
  readonly prefix: readonly string[];
  /** Run as this user; `{}` stays who we are. */
  readonly ids: UserIds | Readonly<Record<string, never>>;
}

const DIRECT: Launch = { prefix: [], ids: {} };

/** In a user namespace of its own root's process is uid 1000, while its files stay root's outside. */
const USER_NAMESPACE: Launch = {
  prefix: ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"],
  ids: {},
};

/** Accounts that root may borrow where user namespaces are forbidden, best first. */
const BORROWED_ACCOUNTS = ["postgres", "nobody"];

export interface LaunchSituation {
  readonly binaries: Binaries;
  /** Who we are; null where the platform has no users. */
  readonly uid: number | null;
  /** Who owns the cluster's files; null when there are none yet. */
  readonly clusterOwner: UserIds | null;
  readonly dataDir: string;
}

/**
 * Finds a way to run PostgreSQL that works here, by trying it.
 *
 * @throws EmbeddedPostgresError cannot-run, wrong-owner
 */
export async function chooseLaunch(situation: LaunchSituation): Promise<Launch> {
  const { binaries, uid, clusterOwner, dataDir } = situation;
  if (uid !== 0) {
    if (uid === null || clusterOwner === null || clusterOwner.uid === uid) return DIRECT;
    throw new EmbeddedPostgresError(
      "wrong-owner",
      `The database in ${dataDir} belongs to another user (uid ${clusterOwner.uid}); start Fourtuple as that user or choose another directory.`,
    );
  }
  if (clusterOwner !== null && clusterOwner.uid !== 0) return { prefix: [], ids: clusterOwner };
  if (await runs(binaries, USER_NAMESPACE)) return USER_NAMESPACE;
  if (clusterOwner !== null) throw cannotBeRoot();
  return borrowAccount(binaries);
}

async function borrowAccount(binaries: Binaries): Promise<Launch> {
  const accounts = parsePasswd(await readFile("/etc/passwd", "utf8").catch(() => ""));
  for (const name of BORROWED_ACCOUNTS) {
    const ids = accounts.get(name);
    if (!ids || ids.uid === 0) continue;
    const launch: Launch = { prefix: [], ids };
    if (await runs(binaries, launch)) return launch;
  }
  throw cannotBeRoot();
}

/** Reads /etc/passwd into account name → ids; other lines are passed over. */
export function parsePasswd(text: string): ReadonlyMap<string, UserIds> {
  const accounts = new Map<string, UserIds>();
  for (const line of text.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && /^\d+$/.test(uid ?? "") && /^\d+$/.test(gid ?? "")) {
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}

async function runs(binaries: Binaries, launch: Launch): Promise<boolean> {
  return (await runProgram(launch, binaries.postgres, ["--version"])).exitCode === 0;
}

/**
 * Runs the built-in PostgreSQL for its version, which root may do too.
 *
 * @returns the major version, such as "18"
 * @throws EmbeddedPostgresError cannot-run, where its libraries do not fit this system
 */
export async function readProgramMajor(binaries: Binaries): Promise<string> {
  const { exitCode, output } = await runProgram(DIRECT, binaries.postgres, ["--version"]);
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (exitCode === 0 && major !== undefined) return major;
  throw new EmbeddedPostgresError(
    "cannot-run",
    `The built-in PostgreSQL does not run on this system (${output || "no output"}); set DATABASE_URL to a server of your own.`,
  );
}

function cannotBeRoot(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "cannot-run",
    "PostgreSQL refuses to run as root and this system offers no user namespace for it; start Fourtuple as a normal user or set DATABASE_URL.",
  );
}
