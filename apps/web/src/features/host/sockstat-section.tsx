"use client";

import { metricByName } from "@fourtuple/core/samples";
import { useTranslations } from "use-intl";
import { NotAvailable } from "../../design/figure";
import { SeverityGlyph } from "../../design/severity";
import { Table, TableFrame, Td, Th } from "../../design/table";
import { Tooltip } from "../../design/tooltip";
import { useFormat } from "../../lib/format/use-format";
import { counterTextKey } from "../../lib/messages-key";
import { useMetricNow, useScene, useSignalFigure } from "./host-scene";
import { composedOf } from "./model/composed";
import type { NamedSample } from "./model/host-feed";
import { type Reconciliation, reconcile } from "./model/reconcile";
import { Section } from "./section-nav";
import { useCountsEachSample } from "./use-counts";

const FIGURES = [
  "sockstat.TCP.inuse",
  "sockstat6.TCP6.inuse",
  "sockstat.TCP.tw",
  "sockstat.TCP.orphan",
  "sockstat.TCP.alloc",
  "sockstat.TCP.mem",
  "net.netfilter.nf_conntrack_count",
  "fs.file-nr.allocated",
] as const;
type FigureName = (typeof FIGURES)[number];

/** What bounds a figure: a setting, and which of its numbers, or another figure of the sample. */
type Limit =
  | { readonly sysctl: string; readonly place: number }
  | { readonly metric: string; readonly name: string };

const LIMITS: Readonly<Partial<Record<FigureName, Limit>>> = {
  "sockstat.TCP.tw": { sysctl: "net.ipv4.tcp_max_tw_buckets", place: 0 },
  "sockstat.TCP.orphan": { sysctl: "net.ipv4.tcp_max_orphans", place: 0 },
  "sockstat.TCP.mem": { sysctl: "net.ipv4.tcp_mem", place: 2 },
  "net.netfilter.nf_conntrack_count": {
    metric: "net.netfilter.nf_conntrack_max",
    name: "net.netfilter.nf_conntrack_max",
  },
  "fs.file-nr.allocated": { metric: "fs.file-nr.max", name: "fs.file-max" },
};

/** From here on a limit of file handles is the kernel's way to say that there is none: judgement. */
const NO_LIMIT = 2 ** 40;

/** PAGE_SIZE of x86-64 and of arm64 as distributions build it; the sample does not carry the host's own. */
const PAGE_BYTES = 4096;

const WORDS = {
  "sockstat.TCP.inuse": "inuse",
  "sockstat6.TCP6.inuse": "inuse6",
  "sockstat.TCP.tw": "tw",
  "sockstat.TCP.orphan": "orphan",
  "sockstat.TCP.alloc": "alloc",
  "sockstat.TCP.mem": "mem",
  "net.netfilter.nf_conntrack_count": "conntrack",
  "fs.file-nr.allocated": "files",
} as const satisfies Record<FigureName, string>;

/** What the kernel counts by itself, beside what was counted socket by socket. */
export function SockstatSection() {
  const t = useTranslations("host.sockstat");
  return (
    <Section id="sockstat" title={t("title")} intro={t("intro")}>
      <div className="grid items-start gap-x-10 gap-y-4 lg:grid-cols-[3fr_2fr]">
        <TableFrame label={t("table")}>
          <Table>
            <thead>
              <tr>
                <Th className="pl-0">{t("figure")}</Th>
                <Th align="end">{t("now")}</Th>
                <Th align="end">{t("limit")}</Th>
                <Th className="pr-0">{t("scopeOf")}</Th>
              </tr>
            </thead>
            <tbody>
              {FIGURES.map((name) => (
                <FigureRow key={name} name={name} />
              ))}
            </tbody>
          </Table>
        </TableFrame>
        <ReconcileLines />
      </div>
    </Section>
  );
}

function FigureRow({ name }: { name: FigureName }) {
  const t = useTranslations("host.sockstat");
  const explain = useTranslations("counters");
  const metric = metricByName(name);
  return (
    <tr className="hover:bg-hover max-sm:[&>td]:py-1">
      <Td className="pl-0">
        <Tooltip text={explain(counterTextKey(name))}>
          <button type="button" className="cursor-default whitespace-nowrap text-left">
            <span className="font-mono">{name.replace(/^(sockstat6?|net\.netfilter)\./, "")}</span>{" "}
            <span className="text-muted max-sm:block">{t(`figures.${WORDS[name]}`)}</span>
          </button>
        </Tooltip>
      </Td>
      <FigureCells name={name} />
      <Td className="whitespace-nowrap pr-0 text-muted">
        {t(`scope.${metric?.scope ?? "namespace"}`)}
        <span className="max-sm:hidden"> · </span>
        <span className="font-mono max-sm:block">{metric?.source}</span>
      </Td>
    </tr>
  );
}

/** The limit of a figure and what it is called; null where there is none or it is not known. */
function useLimit(name: FigureName): { readonly value: number; readonly name: string } | null {
  const { sysctls } = useScene();
  const bound = LIMITS[name];
  const metric = bound !== undefined && "metric" in bound ? bound.metric : null;
  const figure = useMetricNow(metric ?? "");
  if (bound === undefined) return null;
  if ("metric" in bound) return figure === null ? null : { value: figure, name: bound.name };
  const value = Number(sysctls.get(bound.sysctl)?.split(/\s+/)[bound.place] ?? Number.NaN);
  return value > 0 ? { value, name: bound.sysctl } : null;
}

function FigureCells({ name }: { name: FigureName }) {
  const t = useTranslations("host.sockstat");
  const format = useFormat();
  const value = useMetricNow(name);
  const limit = useLimit(name);
  const isMemory = name === "sockstat.TCP.mem";
  const why = t(name === "net.netfilter.nf_conntrack_count" ? "conntrackWhy" : "naWhy");
  return (
    <>
      <Td figures className="whitespace-nowrap">
        {value === null && <NotAvailable reason={why} />}
        {value !== null && format.count(value)}
        {value !== null && isMemory && (
          <span className="text-muted max-sm:block" title={t("pageSize")}>
            {` ${t("pages", { bytes: format.bytes(value * PAGE_BYTES) })}`}
          </span>
        )}
      </Td>
      <Td align="end" className="whitespace-nowrap text-muted">
        {limit !== null && limit.value >= NO_LIMIT && t("noLimit")}
        {limit !== null && limit.value < NO_LIMIT && (
          <Tooltip text={t("limitFrom", { name: limit.name })}>
            <button type="button" className="figures cursor-default">
              {format.count(limit.value)}
              <span aria-hidden className="max-sm:hidden">
                {" · "}
              </span>
              {value !== null && (
                <span className="max-sm:block max-sm:text-right">{format.percent(value / limit.value)}</span>
              )}
            </button>
          </Tooltip>
        )}
      </Td>
    </>
  );
}

const keyOf = ({ id, census, kernel, because }: Reconciliation) => [id, census, kernel, because].join(" ");

const keyOfLines = ({ values, censusSource }: NamedSample, countsEachSample: boolean) =>
  composedOf(values, countsEachSample) === null
    ? reconcile(values, censusSource).map(keyOf).join("\n")
    : "composed";

/** Figures that come from the counters agree with them by making: a comparison would prove nothing. */
function NotCompared() {
  const t = useTranslations("host.sockstat.reconcile");
  const tComposed = useTranslations("condition.composed");
  return (
    <div className="min-w-0">
      <h3 className="flex h-8 items-center font-medium text-dense text-muted">{t("title")}</h3>
      <p className="border-line border-t pt-1 text-dense text-muted">{tComposed("reconcile")}</p>
    </div>
  );
}

/** Renders anew only when a figure in it is another one. */
function ReconcileLines() {
  const t = useTranslations("host.sockstat.reconcile");
  const format = useFormat();
  const { feed } = useScene();
  const countsEachSample = useCountsEachSample();
  useSignalFigure(feed.sample, (sample) => (sample === null ? "" : keyOfLines(sample, countsEachSample)));
  const sample = feed.sample.get();
  if (sample === null) return null;
  if (composedOf(sample.values, countsEachSample) !== null) return <NotCompared />;
  const lines = reconcile(sample.values, sample.censusSource);
  if (lines.length === 0) return null;
  return (
    <div className="min-w-0">
      <h3 className="flex h-8 items-center font-medium text-dense text-muted">{t("title")}</h3>
      <ul className="border-line border-t pt-1 text-dense">
        {lines.map(({ id, census, kernel, because }) => (
          <li key={id} className="relative py-0.5 pl-5">
            <SeverityGlyph
              severity={because === "unexplained" ? "warning" : "ok"}
              className="absolute top-0.5 left-0"
            />
            {t(id, { census: format.count(census), kernel: format.count(kernel) })}
            {" · "}
            <span className={because === "unexplained" ? undefined : "text-muted"}>
              {t(because, { by: format.count(Math.abs(census - kernel)) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
