import type { Refuse } from "@fourtuple/contracts/agent";

/** How one connection ended. */
export type ConnectionEnd =
  | {
      readonly kind: "lost";
      readonly reason: string;
      /** The server let it go for a newer connection with the same key. */
      readonly isReplaced?: boolean;
    }
  | { readonly kind: "refused"; readonly refuse: Refuse };

export interface BackoffLimits {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Refusals that only a person can mend; a try each minute finds out when they have. */
const FOR_PEOPLE: readonly Refuse["code"][] = [
  "unknown-agent",
  "revoked",
  "bad-proof",
  "unsupported-version",
];
const FOR_PEOPLE_MS = 60_000;
/** Two agents with one key push each other out at each try; only a person can mend that as well (judgement). */
const REPLACED_MS = 30_000;
/** A server that asks for more is not believed (judgement). */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * 1 s doubling to 60 s. A server on this machine carries no fleet of agents, and a person waits for it:
 * 5 s there (judgement).
 */
export function backoffLimitsFor(serverUrl: string): BackoffLimits {
  return { baseMs: 1000, capMs: isLoopback(new URL(serverUrl).hostname) ? 5000 : 60_000 };
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * How long to wait before the next try. Full jitter, so that a fleet whose server restarted does not
 * come back in step; a wait that the server asked for is kept in full, with the jitter on top.
 * @param attempt failures in a row before this one.
 * @param random from 0 to 1.
 */
export function retryDelayMs(
  end: ConnectionEnd,
  attempt: number,
  limits: BackoffLimits,
  random: number,
): number {
  // As much again as jitter: two clones must not come back in step.
  if (end.kind === "lost" && end.isReplaced) return REPLACED_MS * (1 + random);
  const jitterMs = random * Math.min(limits.capMs, limits.baseMs * 2 ** attempt);
  if (end.kind === "lost") return jitterMs;
  const askedMs = Math.min(end.refuse.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  const leastMs = FOR_PEOPLE.includes(end.refuse.code) ? FOR_PEOPLE_MS : 0;
  return Math.max(askedMs, leastMs) + jitterMs;
}
