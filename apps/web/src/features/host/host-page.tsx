"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { EmptyState } from "../../design/empty-state";
import { ErrorState } from "../../design/error-state";
import { ApiError } from "../../lib/api/api-error";
import { useHostLatest } from "../../lib/api/queries";
import { FLEET_HREF } from "../../lib/links";
import { usePageTitle } from "../../lib/page-title";
import { HostScreen } from "./host-screen";
import { HostSkeleton } from "./host-skeleton";
import { useHostView } from "./use-host-view";

/** One host: which one is in the address. */
export function HostPage() {
  const [view, changeView] = useHostView();
  if (view.hostId === null) return <Nowhere kind="missing" />;
  return <HostById key={view.hostId} hostId={view.hostId} view={view} changeView={changeView} />;
}

type HostByIdProps = {
  hostId: string;
  view: ReturnType<typeof useHostView>[0];
  changeView: ReturnType<typeof useHostView>[1];
};

function HostById({ hostId, view, changeView }: HostByIdProps) {
  const t = useTranslations("host");
  const latest = useHostLatest(hostId);
  const { data, error } = latest;
  usePageTitle(data?.host.name ?? t("title"));
  // A malformed id is refused before it is looked up; to the reader both are no such host.
  if (error instanceof ApiError && (error.status === 404 || error.status === 400)) {
    return <Nowhere kind="unknown" />;
  }
  if (data !== undefined) {
    return (
      <HostScreen latest={data} renewedAtMs={latest.dataUpdatedAt} view={view} changeView={changeView} />
    );
  }
  if (error === null) return <HostSkeleton />;
  return (
    <div className="px-3 md:px-6">
      <ErrorState
        heading="h1"
        title={t("failed.title")}
        works={t("failed.still")}
        detail={t("failed.detail", { reason: error.message })}
        onRetry={() => void latest.refetch()}
      />
    </div>
  );
}

function Nowhere({ kind }: { kind: "missing" | "unknown" }) {
  const t = useTranslations("host");
  usePageTitle(t("title"));
  const toFleet = (
    <Link href={FLEET_HREF} className="link">
      {t("unknown.fleet")}
    </Link>
  );
  return (
    <div className="px-3 md:px-6">
      <EmptyState title={t(`${kind}.title`)} action={toFleet}>
        {t(`${kind}.detail`)}
      </EmptyState>
    </div>
  );
}
