"use client";

import type { User } from "@fourtuple/contracts/web";
import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "../design/button";
import { Kbd } from "../design/kbd";
import { FLEET_HREF, LOGIN_HREF } from "../lib/links";
import { useCurrentPageTitle } from "../lib/page-title";
import { LiveButton } from "./live-button";
import { RAIL_PAGES } from "./pages";
import { LanguageMenu, ThemeMenu } from "./preference-menus";
import { UserMenu } from "./user-menu";

type TopBarProps = { user: User | null; loggedOut: boolean; onSearch: () => void };

export function TopBar({ user, loggedOut, onSearch }: TopBarProps) {
  const t = useTranslations("common");
  return (
    <header className="sticky top-0 z-10 flex h-12 items-center gap-1 border-line border-b bg-surface px-3 md:px-6">
      <Breadcrumb />
      <div className="ml-auto flex items-center gap-1">
        {user && <LiveButton />}
        <Button kind="quiet" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K" fit="snug">
          <Search aria-hidden size={16} />
          <span className="sr-only">{t("frame.search")}</span>
          <span aria-hidden className="hidden lg:inline">
            <Kbd>Ctrl K</Kbd>
          </span>
        </Button>
        <LanguageMenu />
        <ThemeMenu />
        {user && <UserMenu user={user} />}
        {loggedOut && (
          <Link href={LOGIN_HREF} className="link px-2">
            {t("actions.signIn")}
          </Link>
        )}
      </div>
    </header>
  );
}

function Breadcrumb() {
  const t = useTranslations("common");
  const pathname = usePathname();
  const inFleet = pathname.startsWith("/host");
  const page = RAIL_PAGES.find(({ owns }) => owns(pathname))?.key;
  // A page that could not be read has not said its name.
  const title = useCurrentPageTitle() || (inFleet ? t("pages.host") : page && t(`pages.${page}`));
  return (
    <nav aria-label={t("frame.breadcrumb")} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-2">
        {inFleet && (
          <li className="flex items-center gap-2">
            <Link href={FLEET_HREF} className="text-muted hover:text-text">
              {t("pages.fleet")}
            </Link>
            <span aria-hidden className="text-muted">
              /
            </span>
          </li>
        )}
        <li aria-current="page" className="truncate font-medium">
          {title}
        </li>
      </ol>
    </nav>
  );
}
