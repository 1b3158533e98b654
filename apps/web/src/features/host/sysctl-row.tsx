"use client";

import { clsx } from "clsx";
import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { SeverityGlyph } from "../../design/severity";
import { Tooltip } from "../../design/tooltip";
import { useFormat } from "../../lib/format/use-format";
import { serverNowMs } from "../../lib/live/server-clock";
import { sysctlTextKey } from "../../lib/messages-key";
import { CopyLine } from "./copy-line";
import type { SysctlLine } from "./sysctls-section";

function useSysctlText(name: string) {
  const t = useTranslations("sysctls");
  return (text: "means" | "not" | "note") => {
    const key = sysctlTextKey(name, text);
    return t.has(key) ? t(key) : null;
  };
}

/** One setting. On a wide page its parts stand in columns, on a narrow one below each other. */
export const SysctlRow = memo(function SysctlRow({ line }: { line: SysctlLine }) {
  const { spec, reading } = line;
  const isPresent = reading.status === "present";
  return (
    <li
      className={clsx(
        "grid gap-x-6 gap-y-1 border-line border-b py-1.5 text-dense hover:bg-hover",
        "lg:grid-cols-[minmax(0,18rem)_minmax(0,16rem)_minmax(0,1fr)]",
      )}
    >
      <div className="flex items-start gap-1">
        <span className={clsx("wrap-anywhere font-mono", !isPresent && "text-muted")}>{spec.name}</span>
        {isPresent && <CopyLine line={`${spec.name}=${reading.value ?? ""}`} />}
      </div>
      <div className="flex min-w-0 flex-col">
        <Reading line={line} />
        <Context line={line} />
      </div>
      <Meaning name={spec.name} />
    </li>
  );
});

/** Default, scope, and the last change where one was seen. */
function Context({ line }: { line: SysctlLine }) {
  const t = useTranslations("host.sysctls");
  const format = useFormat();
  const { spec, reading, differs } = line;
  const isComputed = differs === "unknown" && reading.status === "present";
  return (
    <span className="text-muted">
      {t("default")} <span className="wrap-anywhere font-mono">{spec.defaultText || t("empty")}</span>
      {isComputed && ` (${t("computed")})`} · {t(`scopes.${spec.scope}`)}
      {reading.changedAtMs !== null && (
        <span className="block text-text">
          {t("changed")}{" "}
          <span className="figures">{format.timeWithSeconds(reading.changedAtMs, serverNowMs())}</span>
        </span>
      )}
    </span>
  );
}

/** What it does, in sight; what it does not do and what is advised, one press away. */
function Meaning({ name }: { name: string }) {
  const t = useTranslations("host.sysctls");
  const explain = useSysctlText(name);
  return (
    <details className="group min-w-0">
      <summary className="list-none">
        {explain("means")}{" "}
        <span className="whitespace-nowrap text-accent group-open:hidden">{t("more")}</span>
      </summary>
      <Remark name={t("not")}>{explain("not")}</Remark>
      <Remark name={t("note")}>{explain("note")}</Remark>
    </details>
  );
}

function Remark({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <p className="mt-1 text-muted">
      <span className="font-medium">{name}:</span> {children}
    </p>
  );
}

function Reading({ line }: { line: SysctlLine }) {
  const t = useTranslations("host.sysctls");
  const { spec, reading, differs } = line;
  if (reading.status === "absent") {
    return (
      <Tooltip text={t("absentWhy")}>
        <button type="button" className="cursor-default self-start text-muted">
          {t("absent")}
        </button>
      </Tooltip>
    );
  }
  if (reading.status === "unreadable") {
    return (
      <span>
        <SeverityGlyph severity="nodata" className="mr-1" />
        {t("unreadable")}: <span className="text-muted">{reading.reason}</span>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span className="figures wrap-anywhere font-medium">{reading.value || t("empty")}</span>
      {spec.unit && <span className="text-muted">{spec.unit}</span>}
      {differs === "changed" && (
        <span className="text-info">
          <span aria-hidden>● </span>
          {t("differs")}
        </span>
      )}
    </span>
  );
}
