import type { Listener } from "@fourtuple/contracts/agent";
import type { HostSummary } from "@fourtuple/contracts/web";
import type { TopLists } from "@fourtuple/core/samples";
import type { Severity } from "../../../design/severity";
import type { Catalogue } from "../../../lib/i18n/catalogue";
import type { Values } from "./reconcile";
import { judgeCounters } from "./verdict-counters";
import { judgeLevels } from "./verdict-levels";

/** A remark comes after the verdict it stands beside. */
const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, nodata: 2, ok: 3, info: 4 };

export type VerdictCode = keyof Catalogue["host"]["verdict"]["codes"];

/** One sentence as data: `code` names its words in the catalogue, `params` fill them, `anchor` is its evidence. */
export interface Verdict {
  readonly code: VerdictCode;
  readonly severity: Severity;
  readonly params: Readonly<Record<string, string | number>>;
  readonly anchor: "chart" | "connections" | "listeners" | "counters" | "sockstat" | "header";
}

/** Everything a verdict may rest on. Nothing here is guessed: what is not known is null or missing. */
export interface Evidence {
  readonly nowMs: number;
  /** Whether this page hears the server; without it nothing can be said of the host. */
  readonly hearsServer: boolean;
  readonly status: HostSummary["status"];
  readonly lastSeenMs: number | null;
  readonly partial: boolean;
  readonly censusSource: HostSummary["censusSource"];
  readonly values: Values | null;
  readonly listeners: readonly Listener[];
  /** Of the newest count of every socket; null before the first. */
  readonly topLists: TopLists | null;
  /** How much each counter grew in the last minute, where it is known, and how much of it was seen. */
  readonly grown: ReadonlyMap<string, number>;
  readonly seenMs: number;
  readonly sysctls: ReadonlyMap<string, string>;
}

function judgeSilence({ nowMs, hearsServer, status, lastSeenMs }: Evidence): Verdict | null {
  if (status === "live") return null;
  if (lastSeenMs === null) return { code: "never", severity: "nodata", params: {}, anchor: "header" };
  if (!hearsServer) {
    const silentMs = Math.max(0, nowMs - lastSeenMs);
    return { code: "unreachable", severity: "nodata", params: { silentMs }, anchor: "header" };
  }
  const severity = status === "stale" ? "warning" : "critical";
  const code = status === "stale" ? "stale" : "offline";
  return { code, severity, params: { silentMs: Math.max(0, nowMs - lastSeenMs) }, anchor: "header" };
}

function judgeCensus({ censusSource, partial }: Evidence): Verdict | null {
  if (censusSource === "none") {
    return { code: "noCensus", severity: "warning", params: {}, anchor: "chart" };
  }
  return partial ? { code: "partial", severity: "info", params: {}, anchor: "chart" } : null;
}

function allIsWell({ values, seenMs }: Evidence): Verdict {
  const known = Object.entries(values ?? {}).filter(
    ([name, value]) => name.startsWith("states.") && value !== null,
  );
  const sockets = known.reduce((sum, [, value]) => sum + (value ?? 0), 0);
  return {
    code: seenMs >= 30_000 ? "well" : "wellNow",
    severity: "ok",
    params: { sockets, seenS: Math.round(seenMs / 1000) },
    anchor: "chart",
  };
}

/**
 * What can be said of a host right now, worst first; never empty. A silent host is only silent:
 * its last figures prove nothing about the present.
 */
export function evaluateVerdict(evidence: Evidence): readonly Verdict[] {
  const silence = judgeSilence(evidence);
  if (silence !== null) return [silence];
  const found = [judgeCensus(evidence), ...judgeLevels(evidence), ...judgeCounters(evidence)].filter(
    (verdict) => verdict !== null,
  );
  if (!found.some(({ severity }) => severity !== "info")) found.push(allIsWell(evidence));
  return found.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
