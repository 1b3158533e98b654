"use client";

import type { HostSummary } from "@fourtuple/contracts/web";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { Dialog } from "../../design/dialog";
import { HOSTS_KEY } from "../../lib/api/queries";
import { requestNothing } from "../../lib/api/request";
import { FailureLine } from "./failure-line";

type RevokeHostDialogProps = { host: HostSummary; onClose: () => void };

/** Cannot be undone, hence the question; the harmless answer comes first and holds the focus. */
export function RevokeHostDialog({ host, onClose }: RevokeHostDialogProps) {
  const t = useTranslations("settings.revoke");
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => requestNothing(`/hosts/${host.id}/revoke`, { method: "POST" }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: HOSTS_KEY });
      onClose();
    },
  });
  return (
    <Dialog title={t("title", { name: host.name })} onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>{t("text")}</p>
        {revoke.error && <FailureLine text={t("failed", { detail: revoke.error.message })} />}
        <div className="flex flex-wrap gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button kind="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            {t("confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
