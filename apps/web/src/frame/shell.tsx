"use client";

import type { User } from "@fourtuple/contracts/web";
import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { readStored, writeStored } from "../lib/storage";
import { BottomBar, Rail } from "./rail";
import { TopBar } from "./top-bar";
import { useFrameKeys } from "./use-frame-keys";

/** Not needed before they are opened. */
const Palette = lazy(() => import("./palette/palette"));
const KeysHelp = lazy(() => import("./keys-help"));

const RAIL_STORAGE_KEY = "fourtuple.rail";

type ShellProps = {
  user: User | null;
  /** Known to be nobody, rather than not known yet. */
  loggedOut: boolean;
  children: ReactNode;
};

/** Rail, top bar, and the page between them. */
export function Shell({ user, loggedOut, children }: ShellProps) {
  const t = useTranslations("common.frame");
  const [collapsed, setCollapsed] = useRailCollapsed();
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  useFrameKeys(setOpen);

  return (
    <div className={clsx("min-h-dvh pb-14 md:pb-0", collapsed ? "md:pl-14" : "md:pl-44")}>
      <a
        href="#content"
        className="sr-only z-50 rounded bg-popover px-3 py-2 shadow-popover focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <Rail collapsed={collapsed} onCollapse={setCollapsed} />
      <TopBar user={user} loggedOut={loggedOut} onSearch={() => setOpen("palette")} />
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <BottomBar />
      <Suspense fallback={null}>
        {open === "palette" && <Palette onClose={() => setOpen(null)} onKeys={() => setOpen("keys")} />}
        {open === "keys" && <KeysHelp onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

function useRailCollapsed(): [boolean, (collapsed: boolean) => void] {
  const [collapsed, setCollapsed] = useState(false);
  useEffect(() => setCollapsed(readStored(RAIL_STORAGE_KEY) === "collapsed"), []);
  const remember = (next: boolean) => {
    writeStored(RAIL_STORAGE_KEY, next ? "collapsed" : "open");
    setCollapsed(next);
  };
  return [collapsed, remember];
}
