"use client";

import type { ChangeHostRequest, HostSummary } from "@fourtuple/contracts/web";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { Dialog } from "../../design/dialog";
import { TextField } from "../../design/text-field";
import { HOSTS_KEY } from "../../lib/api/queries";
import { request } from "../../lib/api/request";
import { FailureLine } from "./failure-line";
import { LabelsField, useLabelsText } from "./labels-field";

type EditHostDialogProps = { host: HostSummary; onClose: () => void };

export function EditHostDialog({ host, onClose }: EditHostDialogProps) {
  const t = useTranslations("settings");
  // The title must not change under the reader while the host is being renamed.
  const [before] = useState(host);
  const [name, setName] = useState(before.name === before.hostname ? "" : before.name);
  const labels = useLabelsText(before.labels);
  const save = useSaveHost(host.id, onClose);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const parsed = labels.check();
    if (parsed.ok) save.mutate({ name: name.trim() || null, labels: parsed.labels });
  };
  return (
    <Dialog title={t("edit.title", { name: before.name })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <TextField
          label={t("add.name")}
          hint={t("edit.nameHint", { hostname: before.hostname })}
          value={name}
          maxLength={253}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <LabelsField state={labels} hint={t("add.labelsHint")} />
        {save.error && <FailureLine text={t("edit.failed", { detail: save.error.message })} />}
        <Button type="submit" kind="primary" busy={save.isPending} className="self-start">
          {t("edit.save")}
        </Button>
      </form>
    </Dialog>
  );
}

function useSaveHost(hostId: string, onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangeHostRequest) =>
      request(`/hosts/${hostId}`, (contracts) => contracts.hostSummarySchema, { method: "PATCH", body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: HOSTS_KEY });
      onSaved();
    },
  });
}
