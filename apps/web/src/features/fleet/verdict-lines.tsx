"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";
import { hostHref } from "../../lib/links";
import type { FleetHost } from "./fleet-host";
import type { VerdictLine } from "./fleet-verdict";

/** Names are given for this many; the rest is a number. */
const NAMED = 3;

/** The page's answer: the worst in large, the others below it. */
export function VerdictLines({ lines, nowMs }: { lines: readonly VerdictLine[]; nowMs: number }) {
  return (
    <div className="flex flex-col gap-1">
      {lines.map((line, index) => {
        const Element = index === 0 ? "h1" : "p";
        return (
          <Element key={line.kind} className={clsx("flex gap-2", index === 0 ? "text-verdict" : "pl-px")}>
            <SeverityGlyph severity={line.severity} />
            <span className={clsx(line.kind === "liveRest" && "text-muted")}>
              <Sentence line={line} nowMs={nowMs} />
            </span>
          </Element>
        );
      })}
    </div>
  );
}

function Sentence({ line, nowMs }: { line: VerdictLine; nowMs: number }): ReactNode {
  const t = useTranslations("fleet.verdict");
  if (line.kind === "none") return t("none");
  if (line.kind === "allLive" || line.kind === "liveRest") return t(line.kind, { count: line.count });
  const { hosts, total } = line;
  const count = hosts.length;
  if (line.kind === "silent") {
    const names = () => <HostNames hosts={hosts} item={(host) => <SilentHost host={host} nowMs={nowMs} />} />;
    return total === 1
      ? t.rich("silentOnly", { hosts: names })
      : t.rich("silent", { count, total, hosts: names });
  }
  const names = () => <HostNames hosts={hosts} item={(host) => <HostLink host={host} />} />;
  if (line.kind === "never") return t.rich("never", { count, hosts: names });
  return t.rich(line.kind, { hosts: names });
}

function SilentHost({ host, nowMs }: { host: FleetHost; nowMs: number }) {
  const t = useTranslations("fleet.verdict");
  const format = useFormat();
  const since = format.time(host.lastSeenMs ?? 0, nowMs);
  return t.rich("silentSince", { since, host: () => <HostLink host={host} /> });
}

function HostLink({ host }: { host: FleetHost }) {
  return (
    <Link href={hostHref(host.id)} prefetch={false} className="link">
      {host.name}
    </Link>
  );
}

/** Joined as the language joins a list. */
function HostNames({ hosts, item }: { hosts: readonly FleetHost[]; item: (host: FleetHost) => ReactNode }) {
  const t = useTranslations("fleet.verdict");
  const locale = useLocale();
  const named = hosts.slice(0, NAMED);
  const more = hosts.length - named.length;
  const nodes = [...named.map(item), ...(more > 0 ? [t("more", { count: more })] : [])];
  const parts = new Intl.ListFormat(locale, { type: "conjunction" }).formatToParts(
    nodes.map((_, index) => String(index)),
  );
  return parts.map((part) => (
    <Fragment key={`${part.type} ${part.value}`}>
      {part.type === "element" ? nodes[Number(part.value)] : part.value}
    </Fragment>
  ));
}
