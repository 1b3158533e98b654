import { GraduationCap, LayoutList, type LucideIcon, Settings } from "lucide-react";
import { FLEET_HREF, LEARN_HREF, SETTINGS_HOSTS_HREF } from "../lib/links";

export type RailPage = {
  readonly key: "fleet" | "learn" | "settings";
  readonly href: string;
  readonly icon: LucideIcon;
  /** Which paths light it: a host is reached from the fleet and belongs to it. */
  readonly owns: (pathname: string) => boolean;
  /** Who cannot use it does not see it. */
  readonly forAdmins?: true;
};

/** Only pages that exist. */
export const RAIL_PAGES: readonly RailPage[] = [
  {
    key: "fleet",
    href: FLEET_HREF,
    icon: LayoutList,
    owns: (pathname) => pathname === "/" || pathname.startsWith("/host"),
  },
  {
    key: "learn",
    href: LEARN_HREF,
    icon: GraduationCap,
    owns: (pathname) => pathname.startsWith("/learn"),
  },
  {
    key: "settings",
    href: SETTINGS_HOSTS_HREF,
    icon: Settings,
    owns: (pathname) => pathname.startsWith("/settings"),
    forAdmins: true,
  },
];

/** Pages that speak of single states, counters and sysctls, whose texts are long and come apart. */
export function needsTexts(pathname: string): boolean {
  return /^\/(host|learn)(\/|$)/.test(pathname);
}

/** Pages that need no session, because they need no server. */
export function isOpenPage(pathname: string): boolean {
  return pathname.startsWith("/learn");
}
