import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { AgentConfig } from "../config.js";
import { takeSnapshot } from "../snapshot.js";
import { readAgentVersion } from "../version.js";
import { print } from "./commands.js";

const REACH_MS = 5_000;

/** One line of the answer; `isGood` false is something that somebody may want to mend. */
export interface Finding {
  readonly subject: string;
  readonly isGood: boolean;
  readonly text: string;
}

/** Says what this agent can see and do here. @returns the exit code: 1 when it cannot count sockets. */
export async function check(config: AgentConfig): Promise<number> {
  const snapshot = await takeSnapshot({ procRoot: config.procRoot });
  const findings: Finding[] = [
    describeCensus(snapshot.source, snapshot.problems),
    describeOwners(config.procRoot),
    describeKey(config.identityFile),
    await describeServer(config.serverUrl),
  ];
  const heading = `fourtuple-agent ${readAgentVersion()} (Node ${process.versions.node}, ${process.arch}) on ${snapshot.host}, Linux ${snapshot.kernel}`;
  await print(`${heading}\n${renderFindings(findings)}`);
  return Object.values(snapshot.states).every((count) => count === null) ? 1 : 0;
}

export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  return findings
    .map(({ subject, isGood, text }) => `${isGood ? "ok  " : "note"}  ${subject.padEnd(width)}  ${text}\n`)
    .join("");
}

function describeCensus(source: string, problems: readonly string[]): Finding {
  const how = `sockets are counted through ${source}`;
  const text = problems.length === 0 ? how : `${how}; ${problems.join("; ")}`;
  return { subject: "sockets", isGood: source === "sock_diag" && problems.length === 0, text };
}

/** Whose sockets they are is in /proc/PID/fd, which the kernel shows only to the owner and to CAP_SYS_PTRACE. */
function describeOwners(procRoot: string): Finding {
  const subject = "owners";
  try {
    readdirSync(join(procRoot, "1", "fd"));
    return { subject, isGood: true, text: "the processes that own sockets can be named" };
  } catch {
    const text =
      "only processes of this user can be named as owners of sockets; for all of them the agent needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH. Services and containers are known all the same";
    return { subject, isGood: false, text };
  }
}

function describeKey(identityFile: string): Finding {
  const isThere = statSync(identityFile, { throwIfNoEntry: false }) !== undefined;
  const text = isThere
    ? `the key of this host is ${identityFile}`
    : `there is no key yet at ${identityFile}: enroll makes it`;
  return { subject: "key", isGood: isThere, text };
}

async function describeServer(serverUrl: string): Promise<Finding> {
  const subject = "server";
  try {
    const answer = await fetch(`${serverUrl.replace(/^ws/, "http")}/livez`, {
      signal: AbortSignal.timeout(REACH_MS),
    });
    if (answer.ok) return { subject, isGood: true, text: `${serverUrl} answers` };
    return { subject, isGood: false, text: `${serverUrl} answers with status ${answer.status}` };
  } catch (error) {
    return { subject, isGood: false, text: `${serverUrl} cannot be reached: ${causeOf(error)}` };
  }
}

/** fetch wraps what went wrong. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
