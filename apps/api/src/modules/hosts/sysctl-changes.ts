import type { SysctlReading } from "@fourtuple/core/tcp";

export interface StoredSysctl {
  readonly name: string;
  readonly status: SysctlReading["status"];
  /** The newest value that could be read, also while the setting is unreadable. */
  readonly value: string | null;
  readonly reason: string | null;
  readonly readAtMs: number;
  readonly changedAtMs: number | null;
}

export interface RecordedChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly afterMs: number;
  readonly beforeMs: number;
}

/**
 * Compares readings with what is stored. A first reading is no change; nor is a setting that cannot be
 * read, since its value may be what it was; one that comes or goes is a change from or to null.
 *
 * @returns the rows to store and the changes found
 */
export function evaluateSysctlReadings(
  stored: ReadonlyMap<string, StoredSysctl>,
  readings: readonly SysctlReading[],
  readAtMs: number,
): { readonly rows: readonly StoredSysctl[]; readonly changes: readonly RecordedChange[] } {
  const outcomes = readings.map((reading) => evaluateReading(stored.get(reading.name), reading, readAtMs));
  return {
    rows: outcomes.map(({ row }) => row),
    changes: outcomes.flatMap(({ change }) => (change ? [change] : [])),
  };
}

function evaluateReading(before: StoredSysctl | undefined, reading: SysctlReading, readAtMs: number) {
  const { name, status } = reading;
  const changedAtMs = before?.changedAtMs ?? null;
  const base = { name, status, readAtMs, changedAtMs };
  if (reading.status === "unreadable") {
    return { row: { ...base, value: before?.value ?? null, reason: reading.reason }, change: null };
  }
  const to = reading.status === "present" ? reading.value : null;
  const wasKnown = before && (before.status !== "unreadable" || before.value !== null);
  if (!wasKnown || before.value === to) return { row: { ...base, value: to, reason: null }, change: null };
  const change = { name, from: before.value, to, afterMs: before.readAtMs, beforeMs: readAtMs };
  return { row: { ...base, value: to, reason: null, changedAtMs: readAtMs }, change };
}
