"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { useFormat } from "../../lib/format/use-format";
import { hostStatusAt } from "../../lib/live/freshness";
import { serverNowMs, useServerNow } from "../../lib/live/server-clock";
import { useScene } from "./host-scene";

/** When the newest figures came, while the host is silent; null as long as it is not. */
function useStaleSince(): number | null {
  const { host, feed } = useScene();
  const nowMs = useServerNow();
  const lastSeenMs = feed.sample.get()?.receivedMs ?? host.lastSeenMs;
  const status = hostStatusAt({ ...host, connected: feed.connected.get(), lastSeenMs }, nowMs);
  return status === "live" ? null : lastSeenMs;
}

/** Greys the figures inside while the host is silent. */
export function StaleBoundary({ children }: { children: ReactNode }) {
  const isStale = useStaleSince() !== null;
  return <div className={clsx("flex flex-col gap-8", isStale && "[&_.figures]:text-muted!")}>{children}</div>;
}

/** Since when the figures stand and the way to them; `otherwise` takes its place, so that nothing moves. */
export function StaleNote({ otherwise }: { otherwise: string }) {
  const t = useTranslations("host.stale");
  const format = useFormat();
  const sinceMs = useStaleSince();
  const { history, feed, view, changeView } = useScene();
  if (sinceMs === null) return otherwise;
  const { fromMs, toMs } = history.span();
  const newestMs = feed.sample.get()?.atMs ?? sinceMs;
  const look = () =>
    changeView({ span: { fromMs: newestMs - (toMs - fromMs), toMs: newestMs + history.stepMs } });
  return (
    <>
      <SeverityGlyph severity="nodata" className="mr-1.5" />
      {t("note", { time: format.timeWithSeconds(sinceMs, serverNowMs()) })}{" "}
      {view.span === null && (
        <button type="button" className="link" onClick={look}>
          {t("look")}
        </button>
      )}
    </>
  );
}
