"use client";

import type { Listener } from "@fourtuple/contracts/agent";
import { clsx } from "clsx";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useSignal } from "../../charts/signal";
import { NotAvailable } from "../../design/figure";
import { Table, TableFrame, Td, Th } from "../../design/table";
import { useFormat } from "../../lib/format/use-format";
import { FilterField } from "./filter-field";
import { useScene } from "./host-scene";
import { endpointOf, fillOf, sortListeners } from "./model/sort-listeners";
import { Section } from "./section-nav";

/** Who takes connections here, and how full the queue in front of each is. */
export function ListenersSection() {
  const t = useTranslations("host.listeners");
  const { feed } = useScene();
  const list = useSignal(feed.listeners);
  const [filter, setFilter] = useState("");
  const shown = sortListeners(list?.listeners ?? [], filter);
  const field = <FilterField label={t("filter")} value={filter} onChange={setFilter} />;
  return (
    <Section id="listeners" title={t("title")} intro={t("limit")} aside={field}>
      {list === null && <p className="text-muted">{t("waiting")}</p>}
      {list !== null && list.listeners.length === 0 && <p className="text-muted">{t("none")}</p>}
      {list !== null && list.listeners.length > 0 && shown.length === 0 && (
        <p className="text-muted">
          {t("noMatch", { filter })}{" "}
          <button type="button" className="link" onClick={() => setFilter("")}>
            {t("clear")}
          </button>
        </p>
      )}
      {shown.length > 0 && <ListenersTable listeners={shown} />}
      {list !== null && list.more > 0 && (
        <p className="mt-2 text-dense text-muted">{t("more", { count: list.more })}</p>
      )}
    </Section>
  );
}

function ListenersTable({ listeners }: { listeners: readonly Listener[] }) {
  const t = useTranslations("host.listeners");
  const format = useFormat();
  const dropsHintId = useId();
  return (
    <TableFrame label={t("table")}>
      <Table>
        <thead>
          <tr>
            <Th className="pl-0">{t("endpoint")}</Th>
            <Th>{t("queue")}</Th>
            <Th align="end" aria-describedby={dropsHintId} title={t("dropsWhy")}>
              {t("drops")}
              <span id={dropsHintId} className="sr-only">
                {t("dropsWhy")}
              </span>
            </Th>
            <Th align="end" className="pr-0">
              {t("uid")}
            </Th>
          </tr>
        </thead>
        <tbody>
          {listeners.map((listener) => (
            // SO_REUSEPORT puts several sockets on one endpoint, so the endpoint alone is no key.
            <tr key={keyOf(listener, listeners)} className="hover:bg-hover">
              <Td className="wrap-anywhere min-w-28 pl-0 font-mono">{endpointOf(listener)}</Td>
              <Td>
                <QueueBar listener={listener} />
              </Td>
              <Td figures className={clsx(listener.drops === 0 && "text-muted")}>
                {listener.drops === null ? (
                  <NotAvailable reason={t("noDropsWhy")} />
                ) : (
                  format.count(listener.drops)
                )}
              </Td>
              <Td figures className="pr-0 text-muted">
                {listener.uid ?? <NotAvailable />}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function keyOf(listener: Listener, among: readonly Listener[]): string {
  const endpoint = endpointOf(listener);
  const same = among.filter((other) => endpointOf(other) === endpoint);
  return `${endpoint} ${same.indexOf(listener)}`;
}

function QueueBar({ listener }: { listener: Listener }) {
  const t = useTranslations("host.listeners");
  const format = useFormat();
  const fill = fillOf(listener);
  const queue = format.count(listener.acceptQueue);
  if (listener.backlog === null || fill === null) {
    return (
      <span className="figures whitespace-nowrap" title={t("noLimitWhy")}>
        {t("noLimit", { queue })}
      </span>
    );
  }
  const isFull = listener.acceptQueue > listener.backlog;
  return (
    <span className="flex flex-col gap-1 whitespace-nowrap py-1 sm:flex-row sm:items-center sm:gap-2">
      <span aria-hidden className="h-2 w-20 shrink-0 overflow-hidden rounded-[2px] bg-hover sm:w-32">
        <span
          className={clsx(
            "block h-full",
            isFull ? "bg-critical" : fill > 0.5 ? "bg-warning" : "bg-line-strong",
          )}
          style={{ width: `${Math.min(100, fill * 100)}%` }}
        />
      </span>
      <span className={clsx("figures", listener.acceptQueue === 0 && "text-muted")}>
        {t("ofBacklog", { queue, backlog: format.count(listener.backlog) })}
      </span>
      {isFull && (
        <span className="text-critical">
          <span aria-hidden>◆ </span>
          {t("full")}
        </span>
      )}
    </span>
  );
}
