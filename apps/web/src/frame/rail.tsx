"use client";

import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { IconButton } from "../design/button";
import { Logo } from "../design/logo";
import { FLEET_HREF } from "../lib/links";
import type { RailPage } from "./pages";
import { useRailPages } from "./use-rail-pages";

type RailProps = { collapsed: boolean; onCollapse: (collapsed: boolean) => void };

export function Rail({ collapsed, onCollapse }: RailProps) {
  const t = useTranslations("common.frame");
  const pages = useRailPages();
  const Icon = collapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav
      aria-label={t("rail")}
      className={clsx(
        "fixed inset-y-0 left-0 z-20 hidden flex-col border-line border-r bg-raised md:flex",
        collapsed ? "w-14" : "w-44",
      )}
    >
      <Link href={FLEET_HREF} className="flex h-12 items-center gap-2 px-4 font-semibold text-title">
        <Logo />
        {!collapsed && "Fourtuple"}
      </Link>
      <div className="flex flex-1 flex-col gap-1 px-2 py-2">
        {pages.map((page) => (
          <RailLink key={page.key} page={page} words={!collapsed} className="h-8 gap-2.5 rounded px-3" />
        ))}
      </div>
      <div className="p-2">
        <IconButton
          label={t(collapsed ? "expand" : "collapse")}
          aria-expanded={!collapsed}
          onClick={() => onCollapse(!collapsed)}
        >
          <Icon aria-hidden size={16} />
        </IconButton>
      </div>
    </nav>
  );
}

/** The same pages within a thumb's reach on a narrow screen. */
export function BottomBar() {
  const t = useTranslations("common.frame");
  const pages = useRailPages();
  return (
    <nav
      aria-label={t("rail")}
      className="fixed inset-x-0 bottom-0 z-20 flex h-14 border-line border-t bg-raised md:hidden"
    >
      {pages.map((page) => (
        <RailLink
          key={page.key}
          page={page}
          words
          className="flex-1 flex-col justify-center gap-0.5 text-dense"
        />
      ))}
    </nav>
  );
}

function RailLink({ page, words, className }: { page: RailPage; words: boolean; className: string }) {
  const t = useTranslations("common.pages");
  const here = page.owns(usePathname());
  const Icon = page.icon;
  return (
    <Link
      href={page.href}
      aria-current={here ? "page" : undefined}
      aria-label={words ? undefined : t(page.key)}
      title={words ? undefined : t(page.key)}
      className={clsx(
        "flex items-center",
        here ? "bg-accent-quiet font-medium text-text" : "text-muted hover:bg-hover hover:text-text",
        className,
      )}
    >
      <Icon aria-hidden size={16} className="shrink-0" />
      {words && <span>{t(page.key)}</span>}
    </Link>
  );
}
