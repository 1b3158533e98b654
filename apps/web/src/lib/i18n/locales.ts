export const LOCALES = ["en", "zh-CN"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own words, for the switch. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", "zh-CN": "简体中文" };

export const LOCALE_STORAGE_KEY = "fourtuple.locale";

function isLocale(value: string | null): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The language to show: the one chosen before, else the first of the browser's that is spoken here, else English.
 * Any Chinese is answered in Simplified Chinese, the only Chinese there is.
 */
export function pickLocale(stored: string | null, browserLanguages: readonly string[]): Locale {
  if (isLocale(stored)) return stored;
  for (const language of browserLanguages) {
    const primary = language.toLowerCase().split("-")[0];
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
}
