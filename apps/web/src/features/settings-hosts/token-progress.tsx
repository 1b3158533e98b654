"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Button } from "../../design/button";
import { type Severity, SeverityGlyph } from "../../design/severity";
import { hostsQuery } from "../../lib/api/queries";
import { hostHref } from "../../lib/links";
import { useTokens } from "./use-tokens";

export type Progress =
  | { readonly kind: "waiting" | "expired" | "withdrawn" }
  /** `used`: enrolled, but nothing measured yet; `live`: samples arrive. */
  | { readonly kind: "used" | "live"; readonly id: string; readonly name: string };

/** What has become of a token, by the newest that the server said. */
export function useTokenProgress(tokenId: string): Progress {
  const hosts = useQuery(hostsQuery).data?.hosts;
  const token = useTokens().data?.tokens.find(({ id }) => id === tokenId);
  if (token?.status === "expired" || token?.status === "withdrawn") return { kind: token.status };
  if (!token?.host) return { kind: "waiting" };
  const { id, name } = token.host;
  const isLive = hosts?.some((host) => host.id === id && host.status === "live") ?? false;
  return { kind: isLive ? "live" : "used", id, name };
}

const SEVERITY: Readonly<Record<Progress["kind"], Severity>> = {
  waiting: "nodata",
  used: "info",
  live: "ok",
  expired: "warning",
  withdrawn: "warning",
};

/** Turns by itself; said aloud when it does. */
export function TokenProgress({ progress, onAgain }: { progress: Progress; onAgain: () => void }) {
  const t = useTranslations("settings.progress");
  const { kind } = progress;
  const arrived = "name" in progress ? progress : null;
  const words = "name" in progress ? t(progress.kind, { name: progress.name }) : t(progress.kind);
  return (
    <div className="flex flex-col items-start gap-2 border-line border-t pt-4">
      <p role="status" className="flex gap-2 font-medium">
        <SeverityGlyph severity={SEVERITY[kind]} />
        <span className="wrap-anywhere">{words}</span>
      </p>
      {arrived && (
        <Link href={hostHref(arrived.id)} className="link wrap-anywhere">
          {t("open", { name: arrived.name })}
        </Link>
      )}
      {(kind === "expired" || kind === "withdrawn") && <Button onClick={onAgain}>{t("again")}</Button>}
    </div>
  );
}
