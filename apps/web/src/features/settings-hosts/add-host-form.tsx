"use client";

import { DEFAULT_TOKEN_MINUTES, MAX_TOKEN_MINUTES } from "@fourtuple/contracts/limits";
import type { CreatedToken, CreateTokenRequest } from "@fourtuple/contracts/web";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { TextField } from "../../design/text-field";
import { request } from "../../lib/api/request";
import { FailureLine } from "./failure-line";
import { LabelsField, useLabelsText } from "./labels-field";
import { TOKENS_KEY } from "./use-tokens";

/** Says what the new host shall be called, and makes its token. */
export function AddHostForm({ onMade }: { onMade: (made: CreatedToken) => void }) {
  const t = useTranslations("settings");
  const [name, setName] = useState("");
  const [minutes, setMinutes] = useState(String(DEFAULT_TOKEN_MINUTES));
  const labels = useLabelsText({});
  const make = useMakeToken(onMade);
  const minutesOk = /^\d{1,2}$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= MAX_TOKEN_MINUTES;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const parsed = labels.check();
    if (!parsed.ok || !minutesOk) return;
    const given = name.trim() === "" ? {} : { name: name.trim() };
    make.mutate({ ...given, labels: parsed.labels, expiresInMinutes: Number(minutes) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t("add.name")}
        hint={t("add.nameHint")}
        value={name}
        maxLength={253}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <LabelsField state={labels} hint={t("add.labelsHint")} />
      <TextField
        label={t("add.minutes")}
        hint={t("add.minutesHint", { max: MAX_TOKEN_MINUTES })}
        error={minutesOk || minutes === "" ? null : t("minutesProblem", { max: MAX_TOKEN_MINUTES })}
        value={minutes}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => setMinutes(event.target.value.trim())}
      />
      {make.error && <FailureLine text={t("add.failed", { detail: make.error.message })} />}
      <Button type="submit" kind="primary" busy={make.isPending} className="self-start">
        {t("add.make")}
      </Button>
    </form>
  );
}

function useMakeToken(onMade: (made: CreatedToken) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateTokenRequest) =>
      request("/enrolment-tokens", (contracts) => contracts.createdTokenSchema, { method: "POST", body }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: TOKENS_KEY });
      onMade(made);
    },
  });
}
