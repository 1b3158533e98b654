import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Frame } from "../frame/frame";
import { THEME_SCRIPT } from "../lib/theme/theme";

export const metadata: Metadata = {
  title: "Fourtuple",
  description: "Every TCP socket state of your fleet, live and over time.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1214" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The head script sets data-theme and the provider sets lang before React compares them.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; it must run before the first paint, and the server's CSP allows it by its hash. */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        <Frame>{children}</Frame>
        <noscript>Fourtuple draws in the browser: please allow JavaScript. / 请启用 JavaScript。</noscript>
      </body>
    </html>
  );
}
