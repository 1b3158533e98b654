import { TCP_STATES } from "@fourtuple/core/tcp";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { stateFocusProps } from "../../design/state-focus";
import { StateLabel } from "../../design/state-swatch";
import { PART_ANCHOR, PATTERNS } from "./sections";

/** Table of contents: beside the text where there is room, else folded above it. */
export function Contents() {
  const t = useTranslations("learn");
  return (
    <>
      <nav
        aria-label={t("contents")}
        className="sticky top-16 hidden max-h-[calc(100dvh-5rem)] overflow-y-auto pb-4 xl:block"
      >
        <p className="pb-2 font-medium text-muted">{t("contents")}</p>
        <Links />
      </nav>
      <details className="rounded border border-line px-3 py-2 xl:hidden">
        <summary className="font-medium">{t("contents")}</summary>
        <nav aria-label={t("contents")} className="pt-2">
          <Links />
        </nav>
      </details>
    </>
  );
}

function Links() {
  const t = useTranslations("learn");
  return (
    <ul className="space-y-1">
      <Part anchor={PART_ANCHOR.map} title={t("map.heading")} />
      <Part anchor={PART_ANCHOR.states} title={t("states.heading")}>
        {TCP_STATES.map((state) => (
          <li key={state}>
            <a href={`#${state}`} className={LINK} {...stateFocusProps(state)}>
              <StateLabel state={state} className="text-dense" />
            </a>
          </li>
        ))}
      </Part>
      <Part anchor={PART_ANCHOR.patterns} title={t("patterns.heading")}>
        {PATTERNS.map(({ key, anchor }) => (
          <li key={key}>
            <a href={`#${anchor}`} className={LINK}>
              {t(`patterns.${key}.title`)}
            </a>
          </li>
        ))}
      </Part>
      <Part anchor={PART_ANCHOR.folklore} title={t("folklore.heading")} />
      <Part anchor={PART_ANCHOR.sources} title={t("sources.heading")} />
    </ul>
  );
}

/** 24 px high at least, the smallest target WCAG 2.2 allows (2.5.8). */
const LINK = "flex min-h-6 items-center rounded px-2 py-0.5 hover:bg-hover";

function Part({ anchor, title, children }: { anchor: string; title: string; children?: ReactNode }) {
  return (
    <li>
      <a href={`#${anchor}`} className={LINK}>
        {title}
      </a>
      {children && <ul className="ml-2 border-line border-l pl-1 text-dense text-muted">{children}</ul>}
    </li>
  );
}
