"use client";

import { useLocale } from "use-intl";
import { Button } from "../../design/button";
import { useSetLocale } from "../../lib/i18n/i18n-provider";
import { LOCALE_NAMES, LOCALES } from "../../lib/i18n/locales";

/** Each language in its own words, so that one who reads only that one finds it. */
export function LanguageSwitch() {
  const locale = useLocale();
  const setLocale = useSetLocale();
  return (
    <div className="-mx-3 mt-8 flex">
      {LOCALES.map((value) => (
        <Button
          key={value}
          kind="quiet"
          lang={value}
          aria-pressed={value === locale}
          onClick={() => setLocale(value)}
          className={value === locale ? "text-text" : ""}
        >
          {LOCALE_NAMES[value]}
        </Button>
      ))}
    </div>
  );
}
