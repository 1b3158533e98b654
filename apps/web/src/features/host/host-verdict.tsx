"use client";

import type { TopLists } from "@fourtuple/core/samples";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useSignal } from "../../charts/signal";
import { SeverityGlyph } from "../../design/severity";
import { useHostTopLists } from "../../lib/api/queries";
import { type Format, useFormat } from "../../lib/format/use-format";
import { hostStatusAt } from "../../lib/live/freshness";
import { useServerNow } from "../../lib/live/server-clock";
import { type HostScene, useHearsServer, useScene } from "./host-scene";
import { grownOver } from "./model/host-feed";
import { evaluateVerdict, type Verdict } from "./model/verdict";

/** A verdict and at most this many beside it: what is worst is what is acted on. */
const SHOWN = 3;

type Known = { readonly hearsServer: boolean; readonly nowMs: number; readonly topLists: TopLists | null };

function judge({ host, feed, sysctls }: HostScene, known: Known): readonly Verdict[] {
  const { nowMs } = known;
  const sample = feed.sample.get();
  const lastSeenMs = sample?.receivedMs ?? host.lastSeenMs;
  return evaluateVerdict({
    ...known,
    status: hostStatusAt({ ...host, connected: feed.connected.get(), lastSeenMs }, nowMs),
    lastSeenMs,
    partial: sample?.partial ?? host.partial,
    censusSource: sample?.censusSource ?? host.censusSource,
    values: sample?.values ?? null,
    listeners: feed.listeners.get()?.listeners ?? [],
    ...grownOver(feed.recent.timeline),
    sysctls,
  });
}

/** Figures of a verdict as the reader writes them; a count of others stays a number, for its plural. */
function wordsOf(verdict: Verdict, seenMs: number, format: Format): Record<string, string | number> {
  const say = (name: string, value: string | number) => {
    if (typeof value === "string" || name === "others") return value;
    if (name === "silentMs") return format.duration(value);
    return name === "share" ? format.percent(value) : format.count(value);
  };
  const params = Object.entries(verdict.params).map(([name, value]) => [
    name === "silentMs" ? "silent" : name,
    say(name, value),
  ]);
  return { seenS: format.count(Math.round(seenMs / 1000)), ...Object.fromEntries(params) };
}

/** The sentences change when the figures in them do; a second that changes no word renders nothing. */
function useVerdicts(): readonly { readonly verdict: Verdict; readonly text: string }[] {
  const t = useTranslations("host.verdict.codes");
  const format = useFormat();
  const scene = useScene();
  const nowMs = useServerNow();
  const { recent, listeners, sample } = scene.feed;
  useSignal(listeners);
  useSignal(sample);
  const topLists = useHostTopLists(scene.host.id).data?.lists.full ?? null;
  const verdicts = judge(scene, { hearsServer: useHearsServer(), nowMs, topLists });
  const { seenMs } = grownOver(recent.timeline);
  return useMemo(
    () => verdicts.map((verdict) => ({ verdict, text: t(verdict.code, wordsOf(verdict, seenMs, format)) })),
    [verdicts, seenMs, t, format],
  );
}

/** The page's one sentence, and what else is true. */
export function HostVerdict() {
  const t = useTranslations("host.verdict");
  const [first, ...others] = useVerdicts();
  if (first === undefined) return null;
  return (
    <section aria-label={t("label")} className="flex flex-col gap-1">
      <Announcement key={first.verdict.code} text={first.text} />
      <p className="max-w-[80ch] text-verdict">
        <SeverityGlyph severity={first.verdict.severity} className="mr-2" />
        {first.text} <Evidence verdict={first.verdict} />
      </p>
      {others.slice(0, SHOWN - 1).map(({ verdict, text }) => (
        <p key={verdict.code} className="max-w-[100ch]">
          <SeverityGlyph severity={verdict.severity} className="mr-2" />
          {text} <Evidence verdict={verdict} />
        </p>
      ))}
    </section>
  );
}

/** Spoken when the verdict becomes another one, not each time a figure in it moves. */
function Announcement({ text }: { text: string }) {
  const [first] = useState(text);
  return (
    <p role="status" className="sr-only">
      {first}
    </p>
  );
}

function Evidence({ verdict }: { verdict: Verdict }) {
  const t = useTranslations("host.verdict");
  if (verdict.anchor === "header" || verdict.severity === "ok") return null;
  return (
    <a href={`#${verdict.anchor}`} className="link whitespace-nowrap text-body">
      {t("evidence")}
    </a>
  );
}
