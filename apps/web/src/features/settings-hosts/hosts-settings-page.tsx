"use client";

import type { HostsResponse, User } from "@fourtuple/contracts/web";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { EmptyState } from "../../design/empty-state";
import { RequestErrorState } from "../../design/request-error-state";
import { Skeleton } from "../../design/skeleton";
import { hostsQuery, useSession } from "../../lib/api/queries";
import { FLEET_HREF } from "../../lib/links";
import { useFleetLive } from "../../lib/live/use-live";
import { usePageTitle } from "../../lib/page-title";
import { AddHostDialog } from "./add-host-dialog";
import { DuplicateKeys } from "./duplicate-keys";
import { HostRows } from "./host-rows";
import { OpenTokens } from "./open-tokens";

/** `/settings/hosts/`: who may report, under which name and labels. */
export function HostsSettingsPage() {
  const t = useTranslations("settings");
  usePageTitle(t("title"));
  const user = useSession().data?.user;
  return (
    <div className="flex flex-col gap-6 px-3 py-5 md:px-6">
      {user?.role === "admin" ? <Hosts /> : user && <ForAdmins user={user} />}
    </div>
  );
}

function ForAdmins({ user }: { user: User }) {
  const t = useTranslations("settings.forAdmins");
  const roles = useTranslations("common.user.role");
  const toFleet = (
    <Link href={FLEET_HREF} className="link">
      {t("toFleet")}
    </Link>
  );
  return (
    <EmptyState heading="h1" title={t("title")} action={toFleet}>
      {t("step", { email: user.email, role: roles(user.role) })}
    </EmptyState>
  );
}

function Hosts() {
  const t = useTranslations("settings");
  useFleetLive();
  const fleet = useQuery(hostsQuery);
  if (fleet.data) return <HostsView fleet={fleet.data} />;
  if (!fleet.error) return <HostsSkeleton />;
  const retry = () => void fleet.refetch();
  return <RequestErrorState heading="h1" error={fleet.error} title={t("failed")} onRetry={retry} />;
}

function HostsView({ fleet: { hosts } }: { fleet: HostsResponse }) {
  const t = useTranslations("settings");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <header className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-verdict">{t("verdict", { count: hosts.length })}</h1>
        <Button kind="primary" onClick={() => setAdding(true)}>
          {t("add.button")}
        </Button>
      </header>
      <DuplicateKeys hosts={hosts} />
      <OpenTokens />
      {hosts.length === 0 ? (
        <EmptyState title={t("empty.title")}>{t("empty.step")}</EmptyState>
      ) : (
        <HostRows hosts={hosts} />
      )}
      {adding && <AddHostDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function HostsSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-6">
      <Skeleton className="h-7 w-64 max-w-full" />
      <div className="flex flex-col gap-3">
        {["a", "b", "c"].map((row) => (
          <Skeleton key={row} className="h-8 w-full" />
        ))}
      </div>
    </div>
  );
}
