/** The host's clock may run this far ahead and still be believed. */
const MAX_AHEAD_MS = 5 * 60_000;

/** What times are judged by. */
export interface FilingWindow {
  /** The server's clock. */
  readonly nowMs: number;
  readonly retentionMs: number;
}

/**
 * The time a sample or reading of this moment is filed under. A clock that is minutes ahead, or behind all
 * that is kept, is wrong: the server's stands in, and the host's skew is shown.
 */
export function filingTime(atMs: number, window: FilingWindow): number {
  return isBelieved(atMs, window) ? atMs : window.nowMs;
}

/**
 * The time a record is filed under, which tells of the past. Where the live samples of the connection show a
 * clock that is not believed, all its records are moved by that skew, so that they lie where the live samples
 * lie and their distances stay. What still lies ahead of the server's clock, or behind all that is kept, was
 * taken by a clock that has been set since, or is too old: it has no place.
 *
 * @param clockSkewMs the host's clock minus the server's
 * @returns null for no place
 */
export function recordFilingTime(atMs: number, clockSkewMs: number, window: FilingWindow): number | null {
  const isWrong = !isBelieved(window.nowMs + clockSkewMs, window);
  const movedMs = isWrong ? atMs - clockSkewMs : atMs;
  return isBelieved(movedMs, window) ? movedMs : null;
}

function isBelieved(atMs: number, { nowMs, retentionMs }: FilingWindow): boolean {
  return atMs <= nowMs + MAX_AHEAD_MS && atMs >= nowMs - retentionMs;
}
