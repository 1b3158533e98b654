"use client";

import type { SysctlsResponse, SysctlValue } from "@fourtuple/contracts/web";
import { compareWithDefault, SYSCTL_GROUPS, SYSCTLS, type SysctlSpec } from "@fourtuple/core/tcp";
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "../../design/error-state";
import { Skeleton } from "../../design/skeleton";
import { FilterField } from "./filter-field";
import { Section } from "./section-nav";
import { SysctlRow } from "./sysctl-row";

export interface SysctlLine {
  readonly spec: SysctlSpec;
  readonly reading: SysctlValue;
  readonly differs: "default" | "changed" | "unknown";
}

/** The settings in the order of the registry; what the agent has not told of is left out. */
function linesOf(values: readonly SysctlValue[]): readonly SysctlLine[] {
  const byName = new Map(values.map((value) => [value.name, value]));
  return SYSCTLS.flatMap((spec) => {
    const reading = byName.get(spec.name);
    if (reading === undefined) return [];
    const differs = reading.value === null ? "unknown" : compareWithDefault(spec, reading.value);
    return [{ spec, reading, differs }];
  });
}

type SysctlsSectionProps = { query: UseQueryResult<SysctlsResponse>; title: string };

/** Every setting that bears on TCP: its value here, its default, what it does and does not do. */
export function SysctlsSection({ query, title }: SysctlsSectionProps) {
  const t = useTranslations("host.sysctls");
  const tFailed = useTranslations("host.failed");
  const { data, error } = query;
  if (data === undefined && error !== null) {
    return (
      <Section id="sysctls" title={title}>
        <ErrorState title={tFailed("sysctls")} detail={error.message} onRetry={() => void query.refetch()} />
      </Section>
    );
  }
  if (data === undefined) {
    return (
      <Section id="sysctls" title={title}>
        <Skeleton className="h-64" />
      </Section>
    );
  }
  if (data.values.length === 0) {
    return (
      <Section id="sysctls" title={title}>
        <p className="text-muted">{t("none")}</p>
      </Section>
    );
  }
  return <SysctlList values={data.values} title={title} />;
}

function SysctlList({ values, title }: { values: readonly SysctlValue[]; title: string }) {
  const t = useTranslations("host.sysctls");
  const [filter, setFilter] = useState("");
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const lines = useMemo(() => linesOf(values), [values]);
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const shown = lines.filter(({ spec, reading, differs }) => {
    const text = `${spec.name} ${reading.value ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (!onlyDiffering || differs === "changed");
  });
  const clear = () => {
    setFilter("");
    setOnlyDiffering(false);
  };
  const count = lines.filter(({ differs }) => differs === "changed").length;
  const controls = (
    <div className="flex w-full max-w-xl flex-wrap items-center gap-x-4 gap-y-2 sm:justify-end">
      <label className="flex items-center gap-1.5 whitespace-nowrap text-dense">
        <input
          type="checkbox"
          checked={onlyDiffering}
          onChange={(event) => setOnlyDiffering(event.target.checked)}
          className="accent-(--accent)"
        />
        {t("onlyDiffering")}
      </label>
      <FilterField label={t("filter")} value={filter} onChange={setFilter} />
    </div>
  );
  return (
    <Section id="sysctls" title={title} intro={t("differing", { count })} aside={controls}>
      {shown.length === 0 && (
        <p className="text-muted">
          {t("noMatch")}{" "}
          <button type="button" className="link" onClick={clear}>
            {t("clear")}
          </button>
        </p>
      )}
      {SYSCTL_GROUPS.map((group) => (
        <SysctlGroup key={group} group={group} lines={shown.filter(({ spec }) => spec.group === group)} />
      ))}
    </Section>
  );
}

function SysctlGroup({ group, lines }: { group: SysctlSpec["group"]; lines: readonly SysctlLine[] }) {
  const t = useTranslations("host.sysctls");
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby={`sysctls-${group}`} className="mt-4">
      <h3 id={`sysctls-${group}`} className="font-medium">
        {t(`groups.${group}`)}
      </h3>
      <ul>
        {lines.map((line) => (
          <SysctlRow key={line.spec.name} line={line} />
        ))}
      </ul>
    </section>
  );
}
