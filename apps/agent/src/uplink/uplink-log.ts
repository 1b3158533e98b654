import type { RecordAck, Refuse, Welcome } from "@fourtuple/contracts/agent";
import type { Logger } from "pino";
import { QuietLines } from "./quiet-lines.js";
import type { ConnectionEnd } from "./retry-delay.js";

/**
 * What people read about the uplink: each trouble once when it begins and then ever more rarely, whatever the
 * server does. `waiting`: records.
 */
export interface UplinkLog {
  welcomed(welcome: Welcome, waiting: number): void;
  ended(end: ConnectionEnd, delayMs: number, waiting: number): void;
  answered(ack: RecordAck): void;
  /** Records were sent, and none of them was answered for since `sinceMs` of the wall clock. */
  unanswered(sinceMs: number, waiting: number): void;
  /** Of a server that stores samples one by one: why it refused some. */
  rejected(reason: string): void;
  malformed(reason: string): void;
}

const WHAT_TO_DO: Partial<Record<Refuse["code"], string>> = {
  "unknown-agent":
    "enrol this host with a token (fourtuple agent enroll), or add its public key to the keys that the server trusts",
  revoked: "stop this agent, or enrol the host anew with a new key",
  "bad-proof": "check that no other host uses a copy of its key file",
  "unsupported-version": "bring agent and server to the same version",
};

/** @param nowMs monotonic time. */
export function createUplinkLog(
  log: Logger,
  serverUrl: string,
  nowMs: () => number = () => performance.now(),
): UplinkLog {
  const ends = new QuietLines(nowMs);
  const rejections = new QuietLines(nowMs);
  const nonsense = new QuietLines(nowMs);
  const silences = new QuietLines(nowMs);
  let saidConnected = false;
  let saidOld = false;

  /** @param cause what makes two sentences one trouble. @returns whether people were told. */
  function warn(lines: QuietLines, sentence: string, facts: object = {}, cause = sentence): boolean {
    const suffix = lines.take(cause);
    log[suffix === null ? "debug" : "warn"](facts, `${sentence}${suffix ?? ""}`);
    return suffix !== null;
  }

  return {
    welcomed({ hostId, takesRecords }, waiting) {
      // Told again only after a loss that was told: a server that leaves after each welcome fills no log.
      log[saidConnected ? "debug" : "info"]({ hostId, waiting }, `connected to ${serverUrl}`);
      saidConnected = true;
      if (takesRecords || saidOld) return;
      saidOld = true;
      log.warn(`${serverUrl} is of an older version and stores no records; they are kept until it does`);
    },
    ended(end, delayMs, waiting) {
      const facts = { retryInMs: Math.round(delayMs), waiting };
      if (warn(ends, describeEnd(end, serverUrl), facts)) saidConnected = false;
    },
    answered({ outcome, reason }) {
      if (outcome === "rejected")
        warn(rejections, `the server rejected a record: ${reason ?? "no reason given"}`);
      else if (reason !== undefined) warn(rejections, `the server rejected part of a record: ${reason}`);
    },
    unanswered(sinceMs, waiting) {
      const since = new Date(sinceMs).toISOString();
      warn(
        silences,
        `records wait unanswered since ${since}: ${serverUrl} has answered for none of them; they are kept, look at the log of the server`,
        { waiting },
        "unanswered",
      );
    },
    rejected(reason) {
      warn(rejections, `the server rejected samples: ${reason}`);
    },
    malformed(reason) {
      warn(nonsense, `the server sent ${reason}; it is ignored`);
    },
  };
}

function describeEnd(end: ConnectionEnd, serverUrl: string): string {
  if (end.kind === "lost") return describeLoss(end, serverUrl);
  const { code, message } = end.refuse;
  const advice = WHAT_TO_DO[code];
  return `the server refused this agent (${code}: ${message})${advice ? `; ${advice}` : ""}`;
}

function describeLoss(
  { reason, isReplaced }: Extract<ConnectionEnd, { kind: "lost" }>,
  serverUrl: string,
): string {
  if (isReplaced)
    return `another agent uses the key of this one at ${serverUrl} (a cloned machine, or a second agent on this one?); stop it, or remove its key file and enrol it anew; samples are kept and it is tried again`;
  return `no connection to ${serverUrl}: ${reason}; samples are kept and it is tried again`;
}
