"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

type Tab<K extends string> = { readonly key: K; readonly text: ReactNode };

type TabsProps<K extends string> = {
  /** Begins the ids of the tabs and of their panel. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<K>[];
  readonly open: K;
  readonly onOpen: (key: K) => void;
};

/** Where a key leads within a row of tabs, round and round; null for any other key. */
function indexAfter(key: string, index: number, count: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  return null;
}

/** Tabs in one line that scrolls by itself. One of them takes Tab; the arrow keys move on and open. */
export function Tabs<K extends string>({ id, label, tabs, open, onOpen }: TabsProps<K>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    // From the tab that has the focus: which one is open may be told a moment later than the next key comes.
    const index = tabs.findIndex(({ key }) => document.activeElement?.id === `${id}-${key}-tab`);
    if (index === -1) return;
    const next = indexAfter(event.key, index, tabs.length);
    const tab = next === null ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onOpen(tab.key);
    list.current?.querySelector<HTMLElement>(`#${id}-${tab.key}-tab`)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="flex min-w-0 gap-x-1 overflow-x-auto"
    >
      {tabs.map(({ key, text }) => {
        const isOpen = key === open;
        return (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}-tab`}
            aria-selected={isOpen}
            aria-controls={`${id}-panel`}
            tabIndex={isOpen ? 0 : -1}
            onClick={(event) => {
              event.currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" });
              onOpen(key);
            }}
            className={clsx(
              "h-8 shrink-0 whitespace-nowrap border-b-2 px-2 -outline-offset-2",
              isOpen
                ? "border-accent font-medium text-text"
                : "border-transparent text-muted hover:text-text",
            )}
          >
            {text}
          </button>
        );
      })}
    </div>
  );
}

type TabPanelProps = { id: string; open: string; className?: string; children: ReactNode };

/** What the open tab shows. */
export function TabPanel({ id, open, className, children }: TabPanelProps) {
  return (
    <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}-tab`} className={className}>
      {children}
    </div>
  );
}
