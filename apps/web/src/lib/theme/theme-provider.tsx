"use client";

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { readStored, writeStored } from "../storage";
import { parseThemeChoice, resolveTheme, THEME_STORAGE_KEY, type Theme, type ThemeChoice } from "./theme";

type ThemeValue = {
  readonly choice: ThemeChoice;
  /** What is shown now; canvases read the tokens again when it changes. */
  readonly theme: Theme;
  readonly setChoice: (choice: ThemeChoice) => void;
};

const ThemeContext = createContext<ThemeValue>({
  choice: "system",
  theme: "light",
  setChoice: () => undefined,
});

export function useTheme(): ThemeValue {
  return use(ThemeContext);
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setStateChoice] = useState<ThemeChoice>("system");
  const [theme, setTheme] = useState<Theme>("light");

  useEffect(() => setStateChoice(parseThemeChoice(readStored(THEME_STORAGE_KEY))), []);

  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const next = resolveTheme(parseThemeChoice(readStored(THEME_STORAGE_KEY)), system.matches);
      document.documentElement.dataset.theme = next;
      setTheme(next);
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, []);

  const setChoice = useCallback((next: ThemeChoice) => {
    writeStored(THEME_STORAGE_KEY, next);
    setStateChoice(next);
    const resolved = resolveTheme(next, window.matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = resolved;
    setTheme(resolved);
  }, []);

  const value = useMemo(() => ({ choice, theme, setChoice }), [choice, theme, setChoice]);
  return <ThemeContext value={value}>{children}</ThemeContext>;
}
