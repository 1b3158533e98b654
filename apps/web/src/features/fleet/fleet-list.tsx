"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { NARROW, useMedia } from "../../lib/use-media";
import { filterHosts } from "./filter-hosts";
import { FleetCards } from "./fleet-cards";
import type { FleetHost } from "./fleet-host";
import { FleetTable } from "./fleet-table";
import { FleetToolbar } from "./fleet-toolbar";
import { type FrozenOrder, isOutOfOrder, keepOrder, orderNow, type Sort } from "./sort-hosts";
import { useFleetView } from "./use-fleet-view";

/** The hosts in the order that was asked for, with what narrows and sorts them above. */
export function FleetList({ hosts }: { hosts: readonly FleetHost[] }) {
  const [view, setView] = useFleetView();
  const narrow = useMedia(NARROW);
  const { ordered, stale, resort } = useOrder(hosts, view.sort);
  const shown = filterHosts(ordered, view.query);
  return (
    <section className="flex flex-col gap-3">
      <FleetToolbar
        view={view}
        onView={setView}
        narrow={narrow}
        shown={shown.length}
        total={hosts.length}
        onResort={stale ? resort : null}
      />
      {shown.length === 0 ? (
        <NothingFound query={view.query} onClear={() => setView({ query: "" })} />
      ) : narrow ? (
        <FleetCards hosts={shown} />
      ) : (
        <FleetTable hosts={shown} view={view} onSort={(sort) => setView({ sort })} />
      )}
    </section>
  );
}

function NothingFound({ query, onClear }: { query: string; onClear: () => void }) {
  const t = useTranslations("fleet");
  return (
    <p className="flex flex-wrap items-center gap-3 py-6 text-muted">
      {t("filterNone", { query })}
      <Button onClick={onClear}>{t("filterClear")}</Button>
    </p>
  );
}

/** Rows keep their places while figures move under them; `resort` orders them by what they are now. */
function useOrder(hosts: readonly FleetHost[], sort: Sort) {
  const [frozen, setFrozen] = useState<FrozenOrder | null>(null);
  const order = keepOrder(frozen, hosts, sort);
  if (order !== frozen) setFrozen(order);
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const ordered = order.ids.flatMap((id) => byId.get(id) ?? []);
  return {
    ordered,
    stale: isOutOfOrder(order, hosts),
    resort: () => setFrozen(orderNow(hosts, sort)),
  };
}
