"use client";

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { IntlProvider } from "use-intl";
import { readStored, writeStored } from "../storage";
import { type Catalogue, loadBase, loadTexts } from "./catalogue";
import { LOCALE_STORAGE_KEY, type Locale, pickLocale } from "./locales";
import { persist } from "./persist";

type Loaded = {
  readonly locale: Locale;
  /** The part `hasTexts` speaks of may be missing; `useTextsReady` keeps pages from asking for it. */
  readonly messages: Catalogue;
  readonly hasTexts: boolean;
};

type I18nValue = { readonly setLocale: (locale: Locale) => void; readonly textsReady: boolean };

const I18nContext = createContext<I18nValue>({ setLocale: () => undefined, textsReady: false });

/** Changes the language at once, without a reload, and remembers it. */
export function useSetLocale(): (locale: Locale) => void {
  return use(I18nContext).setLocale;
}

/** Whether the long texts are here, on a page that needs them. */
export function useTextsReady(): boolean {
  return use(I18nContext).textsReady;
}

async function load(locale: Locale, withTexts: boolean): Promise<Loaded> {
  const [base, texts] = await Promise.all([
    persist(() => loadBase(locale)),
    withTexts ? persist(() => loadTexts(locale)) : null,
  ]);
  // Safe: pages that use the texts are not drawn before `hasTexts`.
  return { locale, messages: { ...base, ...texts } as Catalogue, hasTexts: withTexts };
}

type I18nProviderProps = { needsTexts: boolean; fallback: ReactNode; children: ReactNode };

/** Shows `fallback`, which has no words, until the reader's language is known and its catalogue is here. */
export function I18nProvider({ needsTexts, fallback, children }: I18nProviderProps) {
  const [chosen, setChosen] = useState<Locale | null>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  useEffect(() => setChosen(pickLocale(readStored(LOCALE_STORAGE_KEY), navigator.languages)), []);

  const enough = loaded?.locale === chosen && (loaded?.hasTexts || !needsTexts);
  useEffect(() => {
    if (chosen === null || enough) return;
    let wanted = true;
    void load(chosen, needsTexts).then((next) => {
      if (!wanted) return;
      document.documentElement.lang = next.locale;
      setLoaded(next);
    });
    return () => {
      wanted = false;
    };
  }, [chosen, needsTexts, enough]);

  const setLocale = useCallback((locale: Locale) => {
    writeStored(LOCALE_STORAGE_KEY, locale);
    setChosen(locale);
  }, []);
  const textsReady = !needsTexts || loaded?.hasTexts === true;
  const value = useMemo(() => ({ setLocale, textsReady }), [setLocale, textsReady]);
  const timeZone = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  if (!loaded) return fallback;
  return (
    <I18nContext value={value}>
      <IntlProvider locale={loaded.locale} messages={loaded.messages} timeZone={timeZone}>
        {children}
      </IntlProvider>
    </I18nContext>
  );
}
