import type { Problem } from "@fourtuple/contracts/web";

/**
 * Why a request brought nothing, one word each for the pages to speak about:
 * `unreachable` no answer at all; `problem` the server said why; `unreadable` the answer broke its contract.
 */
export type ApiFailure =
  | { readonly kind: "unreachable" }
  | { readonly kind: "unreadable"; readonly status: number; readonly reason: string }
  | {
      readonly kind: "problem";
      readonly status: number;
      readonly problem: Problem;
      /** From `Retry-After`, where the server asks to wait. */
      readonly retryAfterMs: number | null;
    };

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(readonly failure: ApiFailure) {
    super(describeFailure(failure));
  }

  /** Status of the answer; null when there was none. */
  get status(): number | null {
    return this.failure.kind === "unreachable" ? null : this.failure.status;
  }

  get code(): string | null {
    return this.failure.kind === "problem" ? this.failure.problem.code : null;
  }
}

function describeFailure(failure: ApiFailure): string {
  if (failure.kind === "unreachable") return "the server did not answer";
  if (failure.kind === "unreadable") return `${failure.status}: ${failure.reason}`;
  const { title, detail } = failure.problem;
  return detail ? `${title}: ${detail}` : title;
}

/** @param header `Retry-After`: seconds, or an HTTP date. @returns ms to wait, or null when it says nothing usable. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
