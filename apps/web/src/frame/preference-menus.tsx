"use client";

import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { IconButton } from "../design/button";
import { Menu } from "../design/menu";
import { useSetLocale } from "../lib/i18n/i18n-provider";
import { LOCALE_NAMES, LOCALES } from "../lib/i18n/locales";
import { THEME_CHOICES } from "../lib/theme/theme";
import { useTheme } from "../lib/theme/theme-provider";

export function LanguageMenu() {
  const t = useTranslations("common.language");
  const locale = useLocale();
  const setLocale = useSetLocale();
  return (
    <Menu
      trigger={(props) => (
        <IconButton label={t("label")} {...props}>
          <Languages aria-hidden size={16} />
        </IconButton>
      )}
      entries={LOCALES.map((value) => ({
        kind: "choice",
        id: value,
        text: LOCALE_NAMES[value],
        lang: value,
        on: value === locale,
        onSelect: () => setLocale(value),
      }))}
    />
  );
}

const THEME_ICON = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu() {
  const t = useTranslations("common.theme");
  const { choice, setChoice } = useTheme();
  const Icon = THEME_ICON[choice];
  return (
    <Menu
      trigger={(props) => (
        <IconButton label={t("label")} {...props}>
          <Icon aria-hidden size={16} />
        </IconButton>
      )}
      entries={THEME_CHOICES.map((value) => ({
        kind: "choice",
        id: value,
        text: t(value),
        on: value === choice,
        onSelect: () => setChoice(value),
      }))}
    />
  );
}
