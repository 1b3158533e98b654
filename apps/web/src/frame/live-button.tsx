"use client";

import { clsx } from "clsx";
import { Pause } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../design/button";
import { Tooltip } from "../design/tooltip";
import { useFormat } from "../lib/format/use-format";
import type { LiveState } from "../lib/live/live-connection";
import { useLive } from "../lib/live/live-provider";
import { useServerNow } from "../lib/live/server-clock";
import { useLiveState } from "../lib/live/use-live";

/** Says whether the figures move, and holds them still. */
export function LiveButton() {
  const t = useTranslations("common.live");
  const { connection } = useLive();
  const state = useLiveState();
  const explanation = useExplanation(state);
  const paused = state.kind === "paused";
  return (
    <Tooltip text={explanation}>
      <Button
        kind="quiet"
        aria-pressed={paused}
        aria-keyshortcuts="p"
        onClick={() => (paused ? connection.resume() : connection.pause())}
        fit="snug"
      >
        <Mark state={state} />
        <span aria-live="polite" className={clsx(state.kind === "live" && "max-sm:sr-only")}>
          {t(state.kind)}
        </span>
      </Button>
    </Tooltip>
  );
}

function Mark({ state }: { state: LiveState }) {
  if (state.kind === "paused") return <Pause aria-hidden size={12} className="text-warning" />;
  if (state.kind === "live")
    return (
      <span aria-hidden className="text-ok">
        ●
      </span>
    );
  return (
    <span aria-hidden className="text-nodata">
      ◌
    </span>
  );
}

function useExplanation(state: LiveState): string {
  const t = useTranslations("common.live");
  const format = useFormat();
  const nowMs = useServerNow();
  if (state.kind === "live") return t("pause");
  if (state.kind === "paused") return t("resume", { time: format.timeWithSeconds(state.sinceMs, nowMs) });
  if (state.kind === "reconnecting") {
    return t("reconnectingFor", { duration: format.duration(Date.now() - state.sinceMs) });
  }
  return t(state.kind);
}
