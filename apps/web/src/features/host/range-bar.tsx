"use client";

import { clsx } from "clsx";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { TimeSpan } from "../../charts/chart-types";
import { Button } from "../../design/button";
import { useFormat } from "../../lib/format/use-format";
import { useScene } from "./host-scene";
import { RANGES } from "./model/host-view";

/** Stretches of time that end now, times of one's own, and the way back to now. */
export function RangeBar() {
  const t = useTranslations("host.range");
  const format = useFormat();
  const { view, changeView, history } = useScene();
  const [isOpen, setOpen] = useState(false);
  const formId = useId();
  return (
    <div className="flex flex-col gap-2">
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <legend className="sr-only">{t("label")}</legend>
        <span className="flex overflow-hidden rounded border border-line">
          {RANGES.map(({ key, spanMs }) => {
            const isShown = view.span === null && view.range === key;
            return (
              <button
                key={key}
                type="button"
                aria-pressed={isShown}
                onClick={() => changeView({ range: key, span: null })}
                className={clsx(
                  "figures h-7 border-line border-r px-2.5 text-dense last:border-r-0",
                  isShown ? "bg-accent-quiet text-accent" : "text-muted hover:bg-hover hover:text-text",
                )}
              >
                {format.duration(spanMs)}
              </button>
            );
          })}
        </span>
        <Button
          kind="quiet"
          className="h-7 px-2 text-dense"
          aria-expanded={isOpen}
          aria-controls={formId}
          onClick={() => setOpen(!isOpen)}
        >
          {t("absolute")}
        </Button>
        {view.span !== null && (
          <Button className="h-7 px-2 text-dense" onClick={() => changeView({ span: null })}>
            <span aria-hidden className="text-ok">
              ●
            </span>
            {t("live")}
          </Button>
        )}
        <span className="text-dense text-muted">{t("step", { step: format.duration(history.stepMs) })}</span>
      </fieldset>
      <div id={formId}>{isOpen && <SpanForm onDone={() => setOpen(false)} />}</div>
      <ReadingState />
    </div>
  );
}

/** The value of a datetime-local field, which speaks the reader's own zone. */
function toLocalField(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 19);
}

function SpanForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("host.range");
  const { history, changeView } = useScene();
  const [initial] = useState<TimeSpan>(history.span);
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fromMs = Date.parse(String(form.get("from")));
    const toMs = Date.parse(String(form.get("to")));
    if (!(toMs >= fromMs + 1000)) return setWrong(true);
    changeView({ span: { fromMs, toMs } });
    onDone();
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 text-dense">
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="flex flex-col gap-1">
          {t(name)}
          <input
            name={name}
            type="datetime-local"
            step={1}
            required
            defaultValue={toLocalField(name === "from" ? initial.fromMs : initial.toMs)}
            aria-invalid={isWrong || undefined}
            className="figures h-8 rounded border border-line-strong bg-surface px-2"
          />
        </label>
      ))}
      <Button kind="primary" type="submit" className="h-8">
        {t("apply")}
      </Button>
      {isWrong && (
        <p role="alert" className="basis-full text-critical">
          <span aria-hidden>◆ </span>
          {t("invalid")}
        </p>
      )}
    </form>
  );
}

function ReadingState() {
  const t = useTranslations("host.range");
  const { history } = useScene();
  const { loading, retry } = history;
  if (loading.kind !== "failed") {
    return (
      <p role="status" className="sr-only">
        {loading.kind === "loading" ? t("loading") : ""}
      </p>
    );
  }
  return (
    <p role="alert" className="flex max-w-3xl flex-wrap items-center gap-x-3 wrap-anywhere text-dense">
      <span>
        <span aria-hidden className="text-critical">
          ◆{" "}
        </span>
        {t("failed", { reason: loading.reason })} {t("failedStill")}
      </span>
      <Button className="h-7 px-2 text-dense" onClick={retry}>
        {t("retry")}
      </Button>
    </p>
  );
}
