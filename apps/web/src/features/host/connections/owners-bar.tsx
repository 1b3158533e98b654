"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../design/button";
import { SeverityGlyph } from "../../../design/severity";
import { useSession } from "../../../lib/api/queries";
import { useFormat } from "../../../lib/format/use-format";
import { useHostNow } from "../host-scene";
import type { OwnersQuestion } from "./use-owners";

/** The button that asks; those who may not ask are told who may. */
export function OwnersButton({ question }: { question: OwnersQuestion }) {
  const t = useTranslations("connections.owners");
  const role = useSession().data?.user.role;
  if (role === undefined) return null;
  if (role === "viewer") return <span className="text-dense text-muted">{t("forViewers")}</span>;
  const { answer, isAsking } = question;
  return (
    <Button busy={isAsking} title={t("why")} onClick={question.ask} className="h-7.5 px-2 text-dense">
      {t(isAsking ? "asking" : answer === null ? "ask" : "again")}
    </Button>
  );
}

/** What came of the question: how old the answer is, what it cost, what it does not know, or why there is none. */
export function OwnersOutcome({ question }: { question: OwnersQuestion }) {
  const t = useTranslations("connections.owners");
  const { answer, failure } = question;
  const hides = answer?.keys.some(({ hidden }) => hidden > 0) ?? false;
  return (
    <div role="status" className="max-w-[100ch] text-dense">
      {failure !== null && (
        <p className="wrap-anywhere py-1">
          <SeverityGlyph severity="critical" className="mr-1.5" />
          {t(`failed.${failure.kind}`, { reason: failure.reason })}
        </p>
      )}
      {answer !== null && (
        <p className="py-1 text-muted">
          <AnsweredAt answer={answer} /> {t("ownerlessWhy")} {hides && t("hiddenWhy")}{" "}
          {answer.problem !== null && (
            <span className="wrap-anywhere text-text">{t("problem", { problem: answer.problem })} </span>
          )}
          <button type="button" className="link whitespace-nowrap" onClick={question.hide}>
            {t("hide")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Spoken once, since its age would be read out each second. */
function AnsweredAt({ answer }: { answer: NonNullable<OwnersQuestion["answer"]> }) {
  const t = useTranslations("connections.owners");
  const format = useFormat();
  const nowMs = useHostNow();
  const age = format.age(Math.max(0, nowMs - answer.atMs));
  return <span aria-live="off">{t("answered", { age, cpu: format.fine(answer.cpuUs) })}</span>;
}
