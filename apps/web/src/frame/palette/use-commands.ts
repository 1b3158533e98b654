"use client";

import type { HostsResponse } from "@fourtuple/contracts/web";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";
import { HOSTS_KEY } from "../../lib/api/queries";
import { useSetLocale } from "../../lib/i18n/i18n-provider";
import { LOCALE_NAMES, LOCALES } from "../../lib/i18n/locales";
import { hostHref, stateHref } from "../../lib/links";
import { useLive } from "../../lib/live/live-provider";
import { useLiveState } from "../../lib/live/use-live";
import { THEME_CHOICES } from "../../lib/theme/theme";
import { useTheme } from "../../lib/theme/theme-provider";
import { useRailPages } from "../use-rail-pages";
import { useSignOut } from "../use-sign-out";
import type { Command } from "./rank-commands";

/** Everything the palette can do. Hosts are those the fleet was last read with. */
export function useCommands(onKeys: () => void): readonly Command[] {
  const places = usePlaces();
  const actions = useActions(onKeys);
  return [...places, ...actions];
}

function usePlaces(): readonly Command[] {
  const t = useTranslations("common");
  const router = useRouter();
  const hosts = useQueryClient().getQueryData<HostsResponse>(HOSTS_KEY)?.hosts ?? [];
  const pages = useRailPages().map(
    (page): Command => ({
      id: `page-${page.key}`,
      group: "pages",
      label: t(`pages.${page.key}`),
      also: page.key,
      run: () => router.push(page.href),
    }),
  );
  const hostCommands = hosts.map(
    (host): Command => ({
      id: `host-${host.id}`,
      group: "hosts",
      label: host.name,
      also: host.kernel,
      run: () => router.push(hostHref(host.id)),
    }),
  );
  const states = TCP_STATES.map(
    (state): Command => ({
      id: `state-${state}`,
      group: "states",
      label: t("palette.aboutState", { state }),
      also: `${state} ${state.replaceAll("_", "-")}`,
      run: () => router.push(stateHref(state)),
    }),
  );
  return [...pages, ...hostCommands, ...states];
}

function useActions(onKeys: () => void): readonly Command[] {
  const t = useTranslations("common");
  const locale = useLocale();
  const setLocale = useSetLocale();
  const { choice, setChoice } = useTheme();
  const { connection } = useLive();
  const state = useLiveState();
  const signOut = useSignOut();
  const action = (id: string, label: string, also: string, run: () => void): Command => ({
    id: `action-${id}`,
    group: "actions",
    label,
    also,
    run,
  });
  const paused = state.kind === "paused";
  const hold = paused
    ? action("resume", t("palette.resume"), "live resume", connection.resume)
    : action("pause", t("palette.pause"), "pause", connection.pause);
  return [
    ...(state.kind === "off" ? [] : [hold]),
    ...THEME_CHOICES.filter((value) => value !== choice).map((value) =>
      action(`theme-${value}`, t("palette.theme", { theme: t(`theme.${value}`) }), `theme ${value}`, () =>
        setChoice(value),
      ),
    ),
    ...LOCALES.filter((value) => value !== locale).map((value) =>
      action(`language-${value}`, t("palette.language", { language: LOCALE_NAMES[value] }), "language", () =>
        setLocale(value),
      ),
    ),
    action("keys", t("palette.keys"), "keys shortcuts help", onKeys),
    ...(state.kind === "off"
      ? []
      : [action("sign-out", t("actions.signOut"), "logout", () => signOut.mutate())]),
  ];
}
