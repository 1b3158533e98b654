"use client";

import { TCP_STATES } from "@fourtuple/core/tcp";
import { type ReactNode, useEffect } from "react";
import { useTranslations } from "use-intl";
import { usePageTitle } from "../../lib/page-title";
import { Contents } from "./contents";
import { FolkloreList } from "./folklore-list";
import { PatternSection } from "./pattern-section";
import { Prose } from "./prose";
import { PART_ANCHOR, PATTERNS } from "./sections";
import { StateSection } from "./state-section";

/** The diagram as the map, then each state, each failure, and the folklore. `diagram` comes from the route. */
export function LearnPage({ diagram }: { diagram: ReactNode }) {
  const t = useTranslations("learn");
  usePageTitle(t("title"));
  useScrollToAnchor();
  return (
    <div className="mx-auto grid max-w-6xl gap-x-12 gap-y-6 px-3 py-4 md:px-6 md:py-6 xl:grid-cols-[minmax(0,1fr)_15rem]">
      <header className="xl:col-span-2">
        <h1 className="font-semibold text-verdict">{t("title")}</h1>
        <p className="mt-1 max-w-[68ch] text-muted">{t("lead")}</p>
      </header>
      <div className="xl:order-2">
        <Contents />
      </div>
      <div className="min-w-0 space-y-12 xl:order-1">
        <Part anchor={PART_ANCHOR.map} heading={t("map.heading")} lead={t("map.caption")}>
          {diagram}
        </Part>
        <Part anchor={PART_ANCHOR.states} heading={t("states.heading")} lead={t("states.lead")}>
          {TCP_STATES.map((state) => (
            <StateSection key={state} state={state} />
          ))}
        </Part>
        <Part anchor={PART_ANCHOR.patterns} heading={t("patterns.heading")} lead={t("patterns.lead")}>
          {PATTERNS.map((pattern) => (
            <PatternSection key={pattern.key} pattern={pattern} />
          ))}
        </Part>
        <Part anchor={PART_ANCHOR.folklore} heading={t("folklore.heading")} lead={t("folklore.lead")}>
          <FolkloreList />
        </Part>
        <Part anchor={PART_ANCHOR.sources} heading={t("sources.heading")} lead={t("sources.text")} />
      </div>
    </div>
  );
}

interface PartProps {
  readonly anchor: string;
  readonly heading: string;
  readonly lead: string;
  readonly children?: ReactNode;
}

function Part({ anchor, heading, lead, children }: PartProps) {
  return (
    <section
      id={anchor}
      tabIndex={-1}
      aria-labelledby={`${anchor}-heading`}
      className="scroll-mt-16 outline-none"
    >
      <h2 id={`${anchor}-heading`} className="font-medium text-verdict">
        {heading}
      </h2>
      <p className="mt-1 mb-6 max-w-[68ch] text-muted">
        <Prose text={lead} />
      </p>
      {children}
    </section>
  );
}

/** The texts arrive after the document, too late for the browser's own jump to the anchor. */
function useScrollToAnchor(): void {
  useEffect(() => {
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    if (anchor) document.getElementById(anchor)?.scrollIntoView();
  }, []);
}
