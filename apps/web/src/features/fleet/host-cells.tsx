"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import type { TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../design/figure";
import { Badge, type Severity } from "../../design/severity";
import { Sparkline } from "../../design/sparkline";
import { StateBar } from "../../design/state-bar";
import { stateMarkProps } from "../../design/state-focus";
import { stateColor } from "../../design/state-tokens";
import { Tooltip } from "../../design/tooltip";
import { useFormat } from "../../lib/format/use-format";
import { hostHref } from "../../lib/links";
import type { HostStatus } from "../../lib/live/freshness";
import { countOf, type FleetHost } from "./fleet-host";
import { useMixLabel } from "./use-mix-label";

const STATUS_SEVERITY: Readonly<Record<HostStatus, Severity>> = {
  live: "ok",
  stale: "warning",
  offline: "critical",
  never: "nodata",
};

/** The link that opens the host; arrow keys go from one to the next. */
export function HostLink({ host, className }: { host: FleetHost; className?: string }) {
  return (
    <Link
      href={hostHref(host.id)}
      prefetch={false}
      data-host-link={host.id}
      title={host.name}
      className={clsx("block truncate font-medium hover:underline", className)}
    >
      {host.name}
    </Link>
  );
}

export function HostMix({ host, thin = false }: { host: FleetHost; thin?: boolean }) {
  const label = useMixLabel(host.states);
  return (
    <div className={paleUnlessLive(host)}>
      <StateBar counts={host.states ?? {}} label={label} thin={thin} />
    </div>
  );
}

/** What is no longer so is not drawn as if it were. */
function paleUnlessLive({ statusNow }: FleetHost): string | undefined {
  return statusNow === "live" ? undefined : "opacity-45";
}

export function HostStatusBadge({ host }: { host: FleetHost }) {
  const t = useTranslations("fleet");
  return (
    <Tooltip text={t(`statusNote.${host.statusNow}`)}>
      <span>
        <Badge severity={STATUS_SEVERITY[host.statusNow]}>{t(`status.${host.statusNow}`)}</Badge>
      </span>
    </Tooltip>
  );
}

export function HostAge({ host }: { host: FleetHost }) {
  const format = useFormat();
  const t = useTranslations("fleet");
  if (host.ageMs === null) return <NotAvailable reason={t("naSample")} />;
  return <span className="figures text-muted">{format.age(host.ageMs)}</span>;
}

/** How the figures were had, with a note where that matters. */
export function HostSource({ host }: { host: FleetHost }) {
  const t = useTranslations("fleet");
  const source = host.censusSource;
  if (source === null) return <NotAvailable reason={t("naSample")} />;
  const weak = source !== "sock_diag" || host.partial;
  const note = t(`source.note.${source}`);
  return (
    <Tooltip text={host.partial ? `${note} ${t("source.partialNote")}` : note}>
      <span className="whitespace-nowrap">
        {weak && (
          <span aria-hidden className="text-warning">
            ▲{" "}
          </span>
        )}
        <span className="font-mono">{t(`source.${source}`)}</span>
        {host.partial && ` ${t("source.partial")}`}
      </span>
    </Tooltip>
  );
}

type StateCountProps = { host: FleetHost; state: TcpState; narrow?: boolean };

export function StateCount({ host, state, narrow = false }: StateCountProps) {
  const t = useTranslations("fleet");
  const format = useFormat();
  const count = countOf(host, state);
  if (count === null) {
    return <NotAvailable reason={t(host.statusNow === "never" ? "naSample" : "naStates")} />;
  }
  return (
    <span
      {...stateMarkProps(state)}
      title={narrow && count >= 100_000 ? format.count(count) : undefined}
      className={clsx("figures", count === 0 && "text-muted")}
    >
      {narrow ? format.shortCount(count) : format.count(count)}
    </span>
  );
}

export function StateSpark({ host, state }: { host: FleetHost; state: keyof HostSummary["spark"] }) {
  return (
    <span {...stateMarkProps(state)} className={paleUnlessLive(host)}>
      <Sparkline points={host.spark[state]} color={stateColor(state)} width={36} />
    </span>
  );
}
