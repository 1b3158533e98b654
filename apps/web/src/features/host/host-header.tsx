"use client";

import type { LatestResponse } from "@fourtuple/contracts/web";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSignal } from "../../charts/signal";
import { NotAvailable } from "../../design/figure";
import { Badge, type Severity, SeverityGlyph } from "../../design/severity";
import { Tooltip } from "../../design/tooltip";
import { useHostCondition } from "../../lib/api/queries";
import { useFormat } from "../../lib/format/use-format";
import { hostStatusAt } from "../../lib/live/freshness";
import { useServerNow } from "../../lib/live/server-clock";
import { useWhyText } from "./condition/use-why-text";
import { useHearsServer, useScene, useSignalFigure } from "./host-scene";
import { NOTABLE_SKEW_MS } from "./notable-skew";

const STATUS_SEVERITY = {
  live: "ok",
  stale: "warning",
  offline: "critical",
  never: "nodata",
} as const satisfies Record<string, Severity>;

/** Who this host is, and how fresh what is known of it is. */
export function HostHeader({ latest }: { latest: LatestResponse }) {
  const t = useTranslations("host.header");
  const { host, bootedAtMs, netnsInode } = latest;
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="wrap-anywhere font-mono font-medium text-verdict">{host.name}</h1>
        <Freshness />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-dense">
        <Fact name={t("kernel")}>
          <span className="font-mono">{`${host.kernel} ${host.arch}`}</span>
        </Fact>
        <Fact name={t("uptime")}>
          <Uptime bootedAtMs={bootedAtMs} />
        </Fact>
        <Fact name={t("agent")}>
          <span className="font-mono">{host.agentVersion}</span>
        </Fact>
        <Census />
        <Counted />
        <Fact name={t("netns")}>
          {netnsInode === null ? (
            <NotAvailable reason={t("netnsUnknown")} />
          ) : (
            <span className="font-mono">{netnsInode}</span>
          )}
        </Fact>
        <Skew skewMs={host.clockSkewMs} />
      </dl>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

/** Status and the age of the newest sample; the only part of the header that ticks. */
function Freshness() {
  const t = useTranslations("host.header");
  const format = useFormat();
  const { host, feed } = useScene();
  const nowMs = useServerNow();
  const connected = useSignal(feed.connected);
  const lastSeenMs = useSignalFigure(feed.sample, (sample) => sample?.receivedMs ?? null) ?? host.lastSeenMs;
  const status = hostStatusAt({ ...host, connected, lastSeenMs }, nowMs);
  const isKnown = useHearsServer() || status === "live" || status === "never";
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 text-dense">
      {isKnown ? (
        <Badge severity={STATUS_SEVERITY[status]}>{t(`status.${status}`)}</Badge>
      ) : (
        <Badge severity="nodata">{t("status.unknown")}</Badge>
      )}
      {lastSeenMs !== null && (
        <span className="text-muted">
          {t.rich("newest", {
            age: () => (
              <span className="figures text-text">{format.age(Math.max(0, nowMs - lastSeenMs))}</span>
            ),
            interval: format.duration(host.intervalMs),
          })}
        </span>
      )}
    </span>
  );
}

function Uptime({ bootedAtMs }: { bootedAtMs: number | null }) {
  const t = useTranslations("host.header");
  const format = useFormat();
  const { host, feed } = useScene();
  const nowMs = useServerNow();
  const lastSeenMs = useSignalFigure(feed.sample, (sample) => sample?.receivedMs ?? null) ?? host.lastSeenMs;
  if (bootedAtMs === null) return <NotAvailable reason={t("uptimeUnknown")} />;
  // Up to when it was last heard; to the minute, since a figure that moves each second asks to be looked at.
  const upMs = Math.max(60_000, Math.floor(((lastSeenMs ?? nowMs) - bootedAtMs) / 60_000) * 60_000);
  return (
    <Tooltip text={t("uptimeSince", { time: format.time(bootedAtMs, nowMs) })}>
      <button type="button" className="figures cursor-default">
        {format.duration(upMs)}
      </button>
    </Tooltip>
  );
}

function Census() {
  const t = useTranslations("host.header");
  const { host, feed } = useScene();
  const source = useSignalFigure(feed.sample, (sample) => sample?.censusSource ?? null) ?? host.censusSource;
  const isPartial = useSignalFigure(feed.sample, (sample) => sample?.partial ?? null) ?? host.partial;
  if (source === null) return null;
  const isDegraded = source !== "sock_diag" || isPartial;
  const means = [t(`sourceMeans.${source}`), isPartial ? t("partial") : ""].filter(Boolean).join(" ");
  return (
    <Fact name={t("census")}>
      <Tooltip text={means}>
        <button type="button" className="cursor-default">
          {isDegraded && <SeverityGlyph severity="warning" className="mr-1" />}
          <span className="font-mono">{t(`sources.${source}`)}</span>
          {isPartial && <span className="text-muted"> · {t("partialShort")}</span>}
        </button>
      </Tooltip>
      {source !== "sock_diag" && <span className="text-muted"> {t(`sourceShort.${source}`)}</span>}
    </Fact>
  );
}

/** How often every socket is counted, when that is as often as samples come; else a line below says more. */
function Counted() {
  const t = useTranslations("condition");
  const format = useFormat();
  const { host } = useScene();
  const condition = useHostCondition(host.id).data?.condition ?? null;
  const whyText = useWhyText();
  const full = condition?.tiers.find(({ tier }) => tier === "full");
  const everyMs = full?.intervalMs ?? null;
  if (full === undefined || everyMs === null) return null;
  return (
    <Fact name={t("fact")}>
      <a
        href="#agent"
        title={whyText(full.reason, "still")}
        className="underline decoration-line-strong decoration-1 underline-offset-3 hover:text-accent"
      >
        {t("every", { every: format.fine(everyMs * 1000) })}
      </a>
    </Fact>
  );
}

function Skew({ skewMs }: { skewMs: number | null }) {
  const t = useTranslations("host.header");
  const format = useFormat();
  if (skewMs === null || Math.abs(skewMs) <= NOTABLE_SKEW_MS) return null;
  const by = format.duration(Math.abs(skewMs));
  return (
    <Fact name={t("skew")}>
      <SeverityGlyph severity="warning" className="mr-1" />
      {t(skewMs > 0 ? "skewAhead" : "skewBehind", { by })}
    </Fact>
  );
}
