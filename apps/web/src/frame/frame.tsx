"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { QueryProvider } from "../lib/api/query-provider";
import { I18nProvider } from "../lib/i18n/i18n-provider";
import { ThemeProvider } from "../lib/theme/theme-provider";
import { BootScreen } from "./boot-screen";
import { needsTexts } from "./pages";
import { SessionGate } from "./session-gate";

/** Pages without rail and session: who opens them is nobody yet. */
const BARE = /^\/(login|setup)(\/|$)/;

/** What is around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const bare = BARE.test(pathname);
  return (
    <ThemeProvider>
      <I18nProvider needsTexts={needsTexts(pathname)} fallback={<BootScreen bare={bare} />}>
        <QueryProvider>{bare ? children : <SessionGate>{children}</SessionGate>}</QueryProvider>
      </I18nProvider>
    </ThemeProvider>
  );
}
