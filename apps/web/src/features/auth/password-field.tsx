"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../design/button";
import { TextField } from "../../design/text-field";

type PasswordFieldProps = {
  value: string;
  onChange: (value: string) => void;
  /** `new-password` lets a password manager offer one. */
  autoComplete: "current-password" | "new-password";
  hint?: ReactNode;
  error?: string | null;
};

export function PasswordField({ value, onChange, autoComplete, hint, error = null }: PasswordFieldProps) {
  const t = useTranslations("auth.login");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextField
      label={t("password")}
      name="password"
      type={shown ? "text" : "password"}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      required
      maxLength={256}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={hint}
      error={error}
      end={
        <IconButton label={t(shown ? "hide" : "show")} aria-pressed={shown} onClick={() => setShown(!shown)}>
          <Icon aria-hidden size={16} />
        </IconButton>
      }
    />
  );
}
