"use client";

import type { SocketOwner } from "@fourtuple/contracts/agent";
import { useTranslations } from "use-intl";
import type { KeyOwners } from "../model/owners-view";

/** Who holds the sockets of one row, most first; null when the answer does not know the row. */
export function RowOwners({ owners }: { owners: KeyOwners | null }) {
  const t = useTranslations("connections.owners");
  if (owners === null) return <p className="pb-1.5 pl-4 text-dense text-muted">{t("notAsked")}</p>;
  const { owners: processes, ownerless, hidden } = owners;
  return (
    <ul
      aria-label={t("label")}
      className="mb-1.5 flex flex-wrap gap-x-4 gap-y-0.5 border-line-strong border-l-2 pl-3 text-dense"
    >
      {processes.map((owner) => (
        <li key={owner.pid} className="wrap-anywhere">
          <Process owner={owner} />
        </li>
      ))}
      {processes.length === 0 && hidden === 0 && <li className="text-muted">{t("none")}</li>}
      {ownerless > 0 && (
        <li title={t("ownerlessWhy")} className="text-muted">
          {t("ownerless", { count: ownerless })}
        </li>
      )}
      {hidden > 0 && (
        <li title={t("hiddenWhy")} className="text-muted">
          {t("hidden", { count: hidden })}
        </li>
      )}
    </ul>
  );
}

function Process({ owner }: { owner: SocketOwner }) {
  const t = useTranslations("connections.owners");
  const where = owner.container === null ? owner.unit : t("container", { name: owner.container });
  return (
    <>
      <span className="font-mono">{owner.name}</span> <span className="figures text-muted">{owner.pid}</span>
      {where !== null && (
        <span className="text-muted">
          {" · "}
          <span className="font-mono">{where}</span>
        </span>
      )}
      {" · "}
      <span className="whitespace-nowrap">{t("sockets", { count: owner.sockets })}</span>
    </>
  );
}
