"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Table, TableFrame, Td, Th } from "../../design/table";
import { NARROW, useMedia } from "../../lib/use-media";
import { EditHostDialog } from "./edit-host-dialog";
import { EnrolledAt, HostActions, HostLabels, HostName, HostState, type RowAction } from "./host-parts";
import { RevokeHostDialog } from "./revoke-host-dialog";

/** Every enrolled host with what may be done to it. */
export function HostRows({ hosts }: { hosts: readonly HostSummary[] }) {
  const narrow = useMedia(NARROW);
  const [asked, setAsked] = useState<{ action: RowAction; hostId: string } | null>(null);
  const host = hosts.find(({ id }) => id === asked?.hostId);
  const close = () => setAsked(null);
  const onAction = (action: RowAction, hostId: string) => setAsked({ action, hostId });
  const List = narrow ? HostCards : HostTable;
  return (
    <>
      <List hosts={hosts} onAction={onAction} />
      {host && asked?.action === "edit" && <EditHostDialog host={host} onClose={close} />}
      {host && asked?.action === "revoke" && <RevokeHostDialog host={host} onClose={close} />}
    </>
  );
}

type ListProps = {
  hosts: readonly HostSummary[];
  onAction: (action: RowAction, hostId: string) => void;
};

function HostTable({ hosts, onAction }: ListProps) {
  const t = useTranslations("settings");
  return (
    <TableFrame label={t("caption")}>
      <Table>
        <caption className="sr-only">{t("caption")}</caption>
        <thead>
          <tr>
            <Th>{t("column.host")}</Th>
            <Th>{t("column.labels")}</Th>
            <Th>{t("column.status")}</Th>
            <Th>{t("column.enrolled")}</Th>
            <Th align="end">{t("column.actions")}</Th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              <Td className="py-2">
                <HostName host={host} />
              </Td>
              <Td>
                <HostLabels host={host} />
              </Td>
              <Td>
                <HostState host={host} />
              </Td>
              <Td>
                <EnrolledAt host={host} />
              </Td>
              <Td align="end">
                <HostActions host={host} onAction={onAction} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

/** The table's rows where there is no room for a table. */
function HostCards({ hosts, onAction }: ListProps) {
  return (
    <ul className="flex flex-col">
      {hosts.map((host) => (
        <li key={host.id} className="flex flex-col gap-2 border-line border-t py-4">
          <div className="flex items-baseline justify-between gap-3">
            <HostName host={host} />
            <HostState host={host} />
          </div>
          <div className="flex flex-wrap items-center justify-between gap-2 text-dense">
            <HostLabels host={host} />
            <EnrolledAt host={host} />
          </div>
          <HostActions host={host} onAction={onAction} />
        </li>
      ))}
    </ul>
  );
}
