"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { LabelTags } from "../../design/label-tags";
import { Badge, type Severity } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";
import { hostHref } from "../../lib/links";
import { type HostStatus, hostStatusAt } from "../../lib/live/freshness";
import { useServerNow } from "../../lib/live/server-clock";

export type RowAction = "edit" | "revoke";
type HostProps = { host: HostSummary };

const STATUS_SEVERITY: Readonly<Record<HostStatus, Severity>> = {
  live: "ok",
  stale: "warning",
  offline: "critical",
  never: "nodata",
};

export function HostName({ host }: HostProps) {
  const t = useTranslations("settings");
  return (
    <span className="flex min-w-0 flex-col">
      <Link
        href={hostHref(host.id)}
        prefetch={false}
        className="wrap-anywhere font-medium text-body hover:underline"
      >
        {host.name}
      </Link>
      {host.hostname !== host.name && (
        <span className="wrap-anywhere text-dense text-muted">
          {t("reports", { hostname: host.hostname })}
        </span>
      )}
    </span>
  );
}

export function HostLabels({ host }: HostProps) {
  const t = useTranslations("settings");
  if (Object.keys(host.labels).length === 0) return <span className="text-muted">{t("noLabels")}</span>;
  return <LabelTags labels={host.labels} />;
}

/** A copied key is said where the host's state is read. */
export function HostState({ host }: HostProps) {
  const t = useTranslations("settings");
  const format = useFormat();
  const nowMs = useServerNow();
  const status = hostStatusAt(host, nowMs);
  const seenMs = host.duplicateKeySeenMs;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1 text-dense">
      <Badge severity={STATUS_SEVERITY[status]}>{t(`status.${status}`)}</Badge>
      {seenMs !== null && (
        <Badge severity="critical">
          {t("duplicate.cell", { time: format.timeWithSeconds(seenMs, nowMs) })}
        </Badge>
      )}
    </span>
  );
}

export function EnrolledAt({ host }: HostProps) {
  const format = useFormat();
  const nowMs = useServerNow();
  return (
    <time dateTime={host.enrolledAt} className="figures whitespace-nowrap text-muted">
      {format.time(Date.parse(host.enrolledAt), nowMs)}
    </time>
  );
}

type HostActionsProps = HostProps & { onAction: (action: RowAction, hostId: string) => void };

export function HostActions({ host, onAction }: HostActionsProps) {
  const t = useTranslations("settings");
  return (
    <span className="inline-flex gap-2">
      {(["edit", "revoke"] as const).map((action) => (
        <Button
          key={action}
          aria-label={t(`${action}.of`, { name: host.name })}
          onClick={() => onAction(action, host.id)}
        >
          {t(`${action}.button`)}
        </Button>
      ))}
    </span>
  );
}
