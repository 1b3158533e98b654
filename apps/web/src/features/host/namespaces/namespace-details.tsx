"use client";

import type { NamespaceReading } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../../design/figure";
import { SeverityGlyph } from "../../../design/severity";
import { useFormat } from "../../../lib/format/use-format";
import { portUseOf } from "../model/port-use";
import { endpointOf } from "../model/sort-listeners";

type Destination = NamespaceReading["destinations"][number];

/** One destination with the ports it takes of those this namespace has. */
export function DestinationUse({
  destination,
  usablePorts,
}: {
  destination: Destination;
  usablePorts: number | null;
}) {
  const t = useTranslations("connections");
  const format = useFormat();
  const { sourceAddress, occupiedPorts } = destination;
  const use = portUseOf(occupiedPorts, usablePorts);
  return (
    <div className="flex min-w-0 flex-wrap gap-x-3">
      <span className="wrap-anywhere font-mono">
        <span className="text-muted">
          {sourceAddress} <span aria-hidden>→</span>
          <span className="sr-only"> {t("to")} </span>{" "}
        </span>
        {endpointOf(destination)}
      </span>
      <span className="whitespace-nowrap">
        {use !== null && (
          <>
            {use.level !== "calm" && (
              <SeverityGlyph severity={use.level === "scarce" ? "critical" : "warning"} className="mr-1" />
            )}
            <span className="figures">
              {t("ports.of", { occupied: format.count(use.occupied), usable: format.count(use.usable) })}
            </span>
            <span className="figures text-muted">{` · ${format.percent(use.share)}`}</span>
            {use.level !== "calm" && ` ${t(`ports.${use.share >= 1 ? "full" : use.level}`)}`}
          </>
        )}
        {use === null && occupiedPorts === null && <NotAvailable reason={t("ports.unknown")} />}
        {use === null && occupiedPorts !== null && (
          <span className="figures" title={t("ports.usableUnknown")}>
            {t("ports.alone", { count: occupiedPorts })}
          </span>
        )}
      </span>
    </div>
  );
}

export function PortRange({ range }: { range: NamespaceReading["portRange"] }) {
  const t = useTranslations("namespaces");
  if (range === null) return <NotAvailable reason={t("rangeUnknown")} />;
  return <span className="figures whitespace-nowrap">{range.join(" – ")}</span>;
}

/** All that is known of one namespace: its range, its destinations, its own settings. */
export function NamespaceDetails({ reading }: { reading: NamespaceReading }) {
  const t = useTranslations("namespaces");
  const { destinations, usablePorts, sysctls } = reading;
  const settings = Object.entries(sysctls);
  return (
    <div className="grid gap-x-10 gap-y-3 py-2 pl-6 lg:grid-cols-2">
      <div className="min-w-0">
        <h3 className="font-medium">{t("destinations")}</h3>
        {destinations.length === 0 && <p className="text-muted">{t("noDestinations")}</p>}
        <ul>
          {destinations.map((entry) => (
            <li key={`${entry.sourceAddress} ${endpointOf(entry)}`} className="border-line border-t py-1">
              <DestinationUse destination={entry} usablePorts={usablePorts} />
              <SocketsLine destination={entry} />
            </li>
          ))}
        </ul>
      </div>
      <div className="min-w-0">
        <h3 className="font-medium">{t("sysctls")}</h3>
        {settings.length === 0 && <p className="text-muted">{t("noSysctls")}</p>}
        <dl>
          {settings.map(([name, value]) => (
            <div key={name} className="flex flex-wrap gap-x-3 border-line border-t py-1 font-mono">
              <dt className="wrap-anywhere mr-auto text-muted">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

function SocketsLine({ destination }: { destination: Destination }) {
  const t = useTranslations("namespaces");
  const format = useFormat();
  return (
    <p className="text-muted">
      {t("sockets", { count: destination.sockets, timeWait: format.count(destination.timeWait) })}
    </p>
  );
}
