"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useHostNamespaces } from "../../lib/api/queries";
import { useScene } from "./host-scene";

export const SECTIONS = [
  "chart",
  "connections",
  "counters",
  "sockstat",
  "listeners",
  "namespaces",
  "agent",
  "sysctls",
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** Whether the agent of this host was told to look into other network namespaces. */
export function useHasNamespaces(): boolean {
  const { host } = useScene();
  return (useHostNamespaces(host.id).data?.namespaces ?? null) !== null;
}

/** Jumps within the page; the address keeps the place. A section that this host has nothing for is not named. */
export function SectionNav() {
  const t = useTranslations("host.sections");
  const hasNamespaces = useHasNamespaces();
  return (
    <nav aria-label={t("label")} className="-my-4 flex gap-x-4 overflow-x-auto border-line border-b py-1">
      {SECTIONS.filter((id) => id !== "namespaces" || hasNamespaces).map((id) => (
        <a key={id} href={`#${id}`} className="whitespace-nowrap py-1 text-muted hover:text-text">
          {t(id)}
        </a>
      ))}
    </nav>
  );
}

type SectionProps = {
  id: SectionId;
  title: string;
  intro?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
};

/** A part of the page with its heading; `aside` holds its controls. */
export function Section({ id, title, intro, aside, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="min-w-0 scroll-mt-16">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={`${id}-title`} className="font-medium text-title">
            {title}
          </h2>
          {intro && <p className="text-dense text-muted">{intro}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
