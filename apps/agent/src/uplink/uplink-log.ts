import type { Ack, Refuse, Welcome } from "@fourtuple/contracts/agent";
import type { Logger } from "pino";
import type { ConnectionEnd } from "./retry-delay.js";
import type { SampleQueue } from "./sample-queue.js";

/** What people read about the uplink: each trouble once when it begins, not once per try. */
export interface UplinkLog {
  welcomed(welcome: Welcome, waiting: number): void;
  ended(end: ConnectionEnd, delayMs: number, waiting: number): void;
  acknowledged(ack: Ack): void;
  queued(queue: SampleQueue): void;
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
  let dropped = 0;
  let dropping = false;
  let lastMalformed: string | null = null;
  return {
    welcomed({ hostId }, waiting) {
      trouble = null;
      log.info({ hostId, waiting }, `connected to ${serverUrl}`);
    },
    ended(end, delayMs, waiting) {
      const sentence = describeEnd(end, serverUrl);
      const level = sentence === trouble ? "debug" : "warn";
      trouble = sentence;
      log[level]({ retryInMs: Math.round(delayMs), waiting }, sentence);
    },
    acknowledged({ rejected }) {
      const first = rejected[0];
      if (first !== undefined)
        log.warn({ rejected: rejected.length }, `the server rejected samples: ${first.reason}`);
    },
    queued(queue) {
      const drops = queue.dropped > dropped;
      if (drops && !dropping) {
        log.warn({ waiting: queue.size }, "the server is away for too long: the oldest samples are dropped");
      }
      if (dropping && !drops) log.warn({ dropped }, "samples are kept again; those dropped leave a gap");
      dropping = drops;
      dropped = queue.dropped;
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
