"use client";

import type { NamespaceReading } from "@fourtuple/contracts/agent";
import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../../design/figure";
import { SeverityGlyph } from "../../../design/severity";
import { useFormat } from "../../../lib/format/use-format";
import { StateMix } from "../connections/state-mix";
import { useHostNow } from "../host-scene";
import { namespaceKey, socketsOf, topDestination } from "../model/namespace-rows";
import { DestinationUse, NamespaceDetails, PortRange } from "./namespace-details";

/** A list and not a table: each opens, and on a narrow page its parts stand below each other. */
export function NamespaceList({ namespaces }: { namespaces: readonly NamespaceReading[] }) {
  const t = useTranslations("namespaces");
  return (
    <ul aria-label={t("table")} className="border-line border-t text-dense">
      {namespaces.map((reading) => (
        <NamespaceItem key={namespaceKey(reading)} reading={reading} />
      ))}
    </ul>
  );
}

function NamespaceItem({ reading }: { reading: NamespaceReading }) {
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  return (
    <li className="border-line border-b py-1.5">
      <div className="grid gap-x-6 gap-y-1 max-md:[&>*:not(:first-child)]:pl-7 md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_minmax(0,1fr)_4.5rem]">
        <NameCell reading={reading} isOpen={isOpen} detailsId={detailsId} onToggle={() => setOpen(!isOpen)} />
        <SocketsCell reading={reading} />
        <TopCell reading={reading} />
        <ReadCell readAtMs={reading.readAtMs} />
      </div>
      {reading.problem !== null && <Problem reading={reading} />}
      <div id={detailsId}>{isOpen && <NamespaceDetails reading={reading} />}</div>
    </li>
  );
}

type NameCellProps = { reading: NamespaceReading; isOpen: boolean; detailsId: string; onToggle: () => void };

function NameCell({ reading, isOpen, detailsId, onToggle }: NameCellProps) {
  const t = useTranslations("namespaces");
  const name = reading.name ?? t("noName");
  return (
    <div className="flex min-w-0 items-start gap-1">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={detailsId}
        aria-label={isOpen ? t("close", { name }) : t("open", { name })}
        onClick={onToggle}
        className="-my-1 inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text"
      >
        <ChevronRight aria-hidden size={14} className={clsx(isOpen && "rotate-90")} />
      </button>
      <span className="wrap-anywhere min-w-0">
        <span className={clsx(reading.name === null ? "text-muted" : "font-mono")}>{name}</span>{" "}
        <span className="figures whitespace-nowrap text-muted">{reading.inode}</span>
        {reading.pid !== null && (
          <span className="whitespace-nowrap text-muted"> · {t("pid", { pid: String(reading.pid) })}</span>
        )}
        <span className="block text-muted">
          {t("columns.range")} <PortRange range={reading.portRange} />
        </span>
      </span>
    </div>
  );
}

function SocketsCell({ reading }: { reading: NamespaceReading }) {
  const t = useTranslations("namespaces");
  const format = useFormat();
  const sockets = socketsOf(reading);
  if (reading.states === null || sockets === null) {
    return (
      <div>
        <NotAvailable reason={reading.problem ?? undefined} />
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-x-3">
      <span className="whitespace-nowrap">
        <span className="figures">{format.count(sockets)}</span>{" "}
        <span className="text-muted">{t("columns.sockets")}</span>
      </span>
      {sockets > 0 && <StateMix states={reading.states} />}
    </div>
  );
}

function TopCell({ reading }: { reading: NamespaceReading }) {
  const t = useTranslations("namespaces");
  const top = topDestination(reading);
  if (reading.states === null && top === null) return <span className="max-md:hidden" />;
  if (top === null) return <span className="text-muted">{t("noDestinations")}</span>;
  return <DestinationUse destination={top} usablePorts={reading.usablePorts} />;
}

function ReadCell({ readAtMs }: { readAtMs: number }) {
  const format = useFormat();
  const nowMs = useHostNow();
  return (
    <span className="figures whitespace-nowrap text-muted md:text-right">
      {format.age(Math.max(0, nowMs - readAtMs))}
    </span>
  );
}

function Problem({ reading }: { reading: NamespaceReading }) {
  const t = useTranslations("namespaces");
  const problem = reading.problem ?? "";
  return (
    <p className="wrap-anywhere pl-6">
      <SeverityGlyph severity={reading.states === null ? "nodata" : "info"} className="mr-1.5" />
      {t(reading.states === null ? "unread" : "problem", { problem })}
    </p>
  );
}
