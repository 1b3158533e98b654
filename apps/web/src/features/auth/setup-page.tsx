"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { setupStatusQuery } from "../../lib/api/queries";
import { request } from "../../lib/api/request";
import { LOGIN_HREF } from "../../lib/links";
import { usePageTitle } from "../../lib/page-title";
import { AuthAlert } from "./auth-alert";
import { AuthCard } from "./auth-card";
import { type AuthFailure, authFailureOf } from "./auth-failure";
import { EmailField } from "./email-field";
import { PasswordField } from "./password-field";
import { useEnter } from "./use-enter";
import { useWait } from "./use-wait";

/** As the contract has it; the server checks again. */
const MIN_PASSWORD = 12;

/** `/setup/?token=`, the link printed at start: makes the first admin. */
export function SetupPage() {
  const t = useTranslations("auth.setup");
  usePageTitle(t("title"));
  const token = useSearchParams().get("token");
  const status = useQuery(setupStatusQuery);
  const [spent, setSpent] = useState<"spent" | "done" | null>(null);
  const dead = spent ?? (status.data?.needed === false ? "done" : null);

  if (dead) return <DeadEnd title={t(dead)} advice={t(`${dead}Advice`)} />;
  if (!token) return <DeadEnd title={t("noToken")} advice={t("noTokenAdvice")} />;
  return (
    <AuthCard title={t("title")} lead={t("lead")}>
      <SetupForm token={token} onSpent={setSpent} />
    </AuthCard>
  );
}

function DeadEnd({ title, advice }: { title: string; advice: string }) {
  const t = useTranslations("auth.setup");
  return (
    <AuthCard title={title} lead={advice}>
      <Link href={LOGIN_HREF} className="link">
        {t("toLogin")}
      </Link>
    </AuthCard>
  );
}

function SetupForm({ token, onSpent }: { token: string; onSpent: (why: "spent" | "done") => void }) {
  const t = useTranslations("auth.setup");
  const enter = useEnter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const waitMs = useWait(failure);
  const missing = MIN_PASSWORD - password.length;
  const setup = useMutation({
    mutationFn: () =>
      request("/setup", (contracts) => contracts.sessionResponseSchema, {
        method: "POST",
        body: { token, email: email.trim(), password },
      }),
    onSuccess: enter,
    onError: (error) => {
      const next = authFailureOf(error, Date.now());
      if (next.kind === "spent" || next.kind === "done") onSpent(next.kind);
      setFailure(next);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing <= 0) setup.mutate();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <EmailField value={email} onChange={setEmail} />
      <PasswordField
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        hint={t("passwordHint")}
        error={tried && missing > 0 ? t("tooShort", { missing }) : null}
      />
      {failure && !setup.isPending && <AuthAlert failure={failure} waitMs={waitMs} />}
      <Button type="submit" kind="primary" busy={setup.isPending} disabled={waitMs > 0} className="h-9">
        {t("submit")}
      </Button>
    </form>
  );
}
