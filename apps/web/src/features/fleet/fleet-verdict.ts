import { TCP_STATES } from "@fourtuple/core/tcp";
import type { Severity } from "../../design/severity";
import { countOf, type FleetHost } from "./fleet-host";

/** At most three, worst first. The words are in the catalogue; here is what is true. */
export type VerdictLine =
  | { readonly kind: "none"; readonly severity: "nodata" }
  | { readonly kind: "allLive"; readonly severity: "ok"; readonly count: number }
  | { readonly kind: "liveRest"; readonly severity: "ok"; readonly count: number }
  | {
      readonly kind: "silent" | "noCensus" | "partial" | "never";
      readonly severity: Severity;
      /** The hosts it speaks of, the newest trouble first. */
      readonly hosts: readonly FleetHost[];
      readonly total: number;
    };

const MAX_LINES = 3;

export function evaluateFleetVerdict(hosts: readonly FleetHost[]): readonly VerdictLine[] {
  if (hosts.length === 0) return [{ kind: "none", severity: "nodata" }];
  const total = hosts.length;
  const troubles = TROUBLES.map(({ kind, severity, applies }) => ({
    kind,
    severity,
    total,
    hosts: hosts.filter(applies).sort(byNewest),
  })).filter((line) => line.hosts.length > 0);
  const whole = hosts.filter(
    (host) => host.statusNow === "live" && !host.partial && hasAllStates(host),
  ).length;
  if (troubles.length === 0) return [{ kind: "allLive", severity: "ok", count: whole }];
  const rest: readonly VerdictLine[] = whole > 0 ? [{ kind: "liveRest", severity: "ok", count: whole }] : [];
  return [...troubles, ...rest].slice(0, MAX_LINES);
}

const TROUBLES = [
  {
    kind: "silent",
    severity: "critical",
    applies: (host: FleetHost) => host.statusNow === "offline" || host.statusNow === "stale",
  },
  {
    kind: "noCensus",
    severity: "warning",
    applies: (host: FleetHost) => host.statusNow === "live" && !hasAllStates(host),
  },
  {
    kind: "partial",
    severity: "warning",
    applies: (host: FleetHost) => host.statusNow === "live" && host.partial && hasAllStates(host),
  },
  { kind: "never", severity: "nodata", applies: (host: FleetHost) => host.statusNow === "never" },
] as const;

function hasAllStates(host: FleetHost): boolean {
  return TCP_STATES.every((state) => countOf(host, state) !== null);
}

function byNewest(a: FleetHost, b: FleetHost): number {
  return (b.lastSeenMs ?? 0) - (a.lastSeenMs ?? 0);
}
