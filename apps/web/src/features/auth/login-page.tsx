"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { setupStatusQuery } from "../../lib/api/queries";
import { request } from "../../lib/api/request";
import { usePageTitle } from "../../lib/page-title";
import { AuthAlert } from "./auth-alert";
import { AuthCard } from "./auth-card";
import { type AuthFailure, authFailureOf } from "./auth-failure";
import { EmailField } from "./email-field";
import { PasswordField } from "./password-field";
import { useEnter } from "./use-enter";
import { useWait } from "./use-wait";

export function LoginPage() {
  const t = useTranslations("auth.login");
  usePageTitle(t("submit"));
  const setup = useQuery(setupStatusQuery);
  const lead = setup.data?.needed ? t("setupNeeded") : null;
  return (
    <AuthCard title={t("title")} lead={lead}>
      <LoginForm />
    </AuthCard>
  );
}

function LoginForm() {
  const t = useTranslations("auth.login");
  const enter = useEnter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const waitMs = useWait(failure);
  const login = useMutation({
    mutationFn: () =>
      request("/session", (contracts) => contracts.sessionResponseSchema, {
        method: "POST",
        body: { email: email.trim(), password },
      }),
    onSuccess: enter,
    onError: (error) => setFailure(authFailureOf(error, Date.now())),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    login.mutate();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <EmailField value={email} onChange={setEmail} />
      <PasswordField value={password} onChange={setPassword} autoComplete="current-password" />
      {failure && !login.isPending && <AuthAlert failure={failure} waitMs={waitMs} />}
      <Button type="submit" kind="primary" busy={login.isPending} disabled={waitMs > 0} className="h-9">
        {t("submit")}
      </Button>
    </form>
  );
}
