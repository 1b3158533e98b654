/** A cause that goes on is told again after so long, then after twice as long, and so on (judgement). */
const FIRST_QUIET_MS = 5 * 60_000;
/** A night of trouble is about a dozen lines (judgement). */
const LAST_QUIET_MS = 3_600_000;
/** So many causes of a kind are told apart; all further ones count as one (judgement). */
const MAX_CAUSES = 4;

/** What happened since a cause was told. */
interface Cause {
  quietMs: number;
  untilMs: number;
  /** How often it came and was not told. */
  untold: number;
}

/**
 * Decides which lines of one kind are worth telling, when a server can bring them about as often, and in as
 * many words, as it likes: at most five in five minutes, and each with the number of those left out.
 */
export class QuietLines {
  readonly #causes = new Map<string, Cause>();
  readonly #others: Cause = { quietMs: 0, untilMs: Number.NEGATIVE_INFINITY, untold: 0 };
  readonly #nowMs: () => number;

  /** @param nowMs monotonic time. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @returns what to add to the line, "" for the first of its cause; null when it is not to be told. */
  take(cause: string): string | null {
    const nowMs = this.#nowMs();
    for (const [name, other] of this.#causes) if (isOver(other, nowMs)) this.#causes.delete(name);
    const known = this.#causeOf(cause);
    if (nowMs < known.untilMs) {
      known.untold += 1;
      return null;
    }
    const { untold } = known;
    known.quietMs = isOver(known, nowMs) ? FIRST_QUIET_MS : Math.min(LAST_QUIET_MS, known.quietMs * 2);
    known.untilMs = nowMs + known.quietMs;
    known.untold = 0;
    if (untold === 0) return "";
    return ` (and ${untold} more ${known === this.#others ? "of several kinds " : ""}before)`;
  }

  #causeOf(name: string): Cause {
    const known = this.#causes.get(name);
    if (known !== undefined) return known;
    if (this.#causes.size >= MAX_CAUSES) return this.#others;
    const cause: Cause = { quietMs: 0, untilMs: Number.NEGATIVE_INFINITY, untold: 0 };
    this.#causes.set(name, cause);
    return cause;
  }
}

/** It stayed away for as long again as it was not told: when it comes back, it is a new one. */
function isOver({ untilMs, quietMs }: Cause, nowMs: number): boolean {
  return nowMs >= untilMs + quietMs;
}
