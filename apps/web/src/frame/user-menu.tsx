"use client";

import type { User } from "@fourtuple/contracts/web";
import { CircleUserRound, LogOut } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../design/button";
import { Menu, type MenuEntry } from "../design/menu";
import { useSignOut } from "./use-sign-out";

export function UserMenu({ user }: { user: User }) {
  const t = useTranslations("common");
  const signOut = useSignOut();
  const who = (
    <>
      <span className="block text-text">{user.email}</span>
      {t(`user.role.${user.role}`)}
    </>
  );
  const leave = (
    <>
      <LogOut aria-hidden size={14} />
      {t("actions.signOut")}
    </>
  );
  const failed: readonly MenuEntry[] = signOut.isError
    ? [{ kind: "note", id: "failed", text: t("user.signOutFailed") }]
    : [];
  return (
    <Menu
      trigger={(props) => (
        <IconButton label={t("user.label")} {...props}>
          <CircleUserRound aria-hidden size={16} />
        </IconButton>
      )}
      entries={[
        { kind: "label", id: "who", text: who },
        { kind: "line", id: "line" },
        { kind: "action", id: "sign-out", text: leave, stay: true, onSelect: () => signOut.mutate() },
        ...failed,
      ]}
    />
  );
}
