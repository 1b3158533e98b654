import type { RecordAck, Refuse, Welcome } from "@fourtuple/contracts/agent";
import type { Logger } from "pino";
import type { ConnectionEnd } from "./retry-delay.js";

/** What people read about the uplink: each trouble once when it begins, not once per try. `waiting`: records. */
export interface UplinkLog {
  welcomed(welcome: Welcome, waiting: number): void;
  ended(end: ConnectionEnd, delayMs: number, waiting: number): void;
  answered(ack: RecordAck): void;
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

export function createUplinkLog(log: Logger, serverUrl: string): UplinkLog {
  let trouble: string | null = null;
  let lastMalformed: string | null = null;
  let saidOld = false;
  const rejections = new Set<string>();

  function rejected(sentence: string): void {
    log[rejections.has(sentence) ? "debug" : "warn"](sentence);
    rejections.add(sentence);
  }

  return {
    welcomed({ hostId, takesRecords }, waiting) {
      trouble = null;
      log.info({ hostId, waiting }, `connected to ${serverUrl}`);
      if (takesRecords || saidOld) return;
      saidOld = true;
      log.warn(`${serverUrl} is of an older version and stores no records; they are kept until it does`);
    },
    ended(end, delayMs, waiting) {
      const sentence = describeEnd(end, serverUrl);
      const level = sentence === trouble ? "debug" : "warn";
      trouble = sentence;
      log[level]({ retryInMs: Math.round(delayMs), waiting }, sentence);
    },
    answered({ outcome, reason }) {
      if (outcome === "rejected") rejected(`the server rejected a record: ${reason ?? "no reason given"}`);
      else if (reason !== undefined) rejected(`the server rejected part of a record: ${reason}`);
    },
    rejected(reason) {
      rejected(`the server rejected samples: ${reason}`);
    },
    malformed(reason) {
      log[reason === lastMalformed ? "debug" : "warn"](`the server sent ${reason}; it is ignored`);
      lastMalformed = reason;
    },
  };
}

function describeEnd(end: ConnectionEnd, serverUrl: string): string {
  if (end.kind === "lost")
    return `no connection to ${serverUrl}: ${end.reason}; samples are kept and it is tried again`;
  const { code, message } = end.refuse;
  const advice = WHAT_TO_DO[code];
  return `the server refused this agent (${code}: ${message})${advice ? `; ${advice}` : ""}`;
}
