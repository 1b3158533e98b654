"use client";

import type { EnrolmentToken } from "@fourtuple/contracts/web";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { LabelTags } from "../../design/label-tags";
import { requestNothing } from "../../lib/api/request";
import { useFormat } from "../../lib/format/use-format";
import { useServerNow } from "../../lib/live/server-clock";
import { FailureLine } from "./failure-line";
import { TOKENS_KEY, useTokens } from "./use-tokens";

/** Tokens that still let a host in; nothing when there is none. */
export function OpenTokens() {
  const t = useTranslations("settings.tokens");
  const open = useTokens().data?.tokens.filter(({ status }) => status === "open") ?? [];
  if (open.length === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h2 className="font-medium">{t("title")}</h2>
      <ul>
        {open.map((token) => (
          <OpenToken key={token.id} token={token} />
        ))}
      </ul>
    </section>
  );
}

function OpenToken({ token }: { token: EnrolmentToken }) {
  const t = useTranslations("settings.tokens");
  const format = useFormat();
  const queries = useQueryClient();
  const nowMs = useServerNow();
  const withdraw = useMutation({
    mutationFn: () => requestNothing(`/enrolment-tokens/${token.id}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: TOKENS_KEY }),
  });
  const leftMs = Date.parse(token.expiresAt) - nowMs;
  return (
    <li className="flex flex-col gap-1 border-line border-b py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{token.name ?? t("unnamed")}</span>
        <LabelTags labels={token.labels} />
        <span className="text-muted">
          {t("by", { email: token.createdBy })} · {t("left", { left: format.duration(leftMs) })}
        </span>
        <Button className="ml-auto" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t("withdraw")}
        </Button>
      </div>
      {withdraw.error && <FailureLine text={t("failed", { detail: withdraw.error.message })} />}
    </li>
  );
}
