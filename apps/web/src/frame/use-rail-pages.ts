"use client";

import { useSession } from "../lib/api/queries";
import { RAIL_PAGES, type RailPage } from "./pages";

/** The pages of whoever is logged in. */
export function useRailPages(): readonly RailPage[] {
  const isAdmin = useSession().data?.user.role === "admin";
  return RAIL_PAGES.filter((page) => !page.forAdmins || isAdmin);
}
