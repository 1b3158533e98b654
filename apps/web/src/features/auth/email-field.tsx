"use client";

import { useTranslations } from "use-intl";
import { TextField } from "../../design/text-field";

type EmailFieldProps = { value: string; onChange: (value: string) => void; error?: string | null };

export function EmailField({ value, onChange, error = null }: EmailFieldProps) {
  const t = useTranslations("auth.login");
  return (
    <TextField
      label={t("email")}
      name="email"
      type="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      maxLength={254}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
    />
  );
}
