import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of `npm test` (CHROMIUM_PATH), or one that lies where Linux distributions put it; else why none. */
export function findBrowser():
  | { readonly path: string; readonly missing: null }
  | { readonly path: null; readonly missing: string } {
  const missing = process.env.FOURTUPLE_NO_BROWSER;
  if (missing) return { path: null, missing };
  const path = process.env.CHROMIUM_PATH || CANDIDATES.find((candidate) => existsSync(candidate));
  return path ? { path, missing: null } : { path: null, missing: "no browser was found" };
}

/** Starts the browser without any traffic of its own. Root cannot use Chromium's sandbox. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: [
      ...(isRoot ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface View {
  readonly language: "en" | "zh-CN";
  readonly colorScheme: "light" | "dark";
  readonly widthPx: number;
  readonly heightPx: number;
}

export const DESKTOP: View = { language: "en", colorScheme: "light", widthPx: 1440, heightPx: 900 };

/** How a page is looked at: both languages, both themes, wide and narrow, each at least twice. */
export const VIEWS: readonly View[] = [
  DESKTOP,
  { ...DESKTOP, colorScheme: "dark", language: "zh-CN" },
  { language: "en", colorScheme: "dark", widthPx: 390, heightPx: 844 },
  { language: "zh-CN", colorScheme: "light", widthPx: 390, heightPx: 844 },
];

/** A fresh profile that sees the page as `view` says. */
export async function openContext(browser: Browser, origin: string, view: View): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: origin,
    locale: view.language,
    colorScheme: view.colorScheme,
    viewport: { width: view.widthPx, height: view.heightPx },
    reducedMotion: "reduce",
  });
}
