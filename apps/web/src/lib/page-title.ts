"use client";

import { useEffect, useSyncExternalStore } from "react";

/** The open page's own name: the end of the breadcrumb and the start of the tab's title. */
let current = "";
const listeners = new Set<() => void>();

function setTitle(title: string): void {
  current = title;
  document.title = title ? `${title} · Fourtuple` : "Fourtuple";
  for (const listener of listeners) listener();
}

/** Called once by each page, in the reader's language. Empty while the name is not known yet. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    setTitle(title);
    return () => setTitle("");
  }, [title]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCurrentPageTitle(): string {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => "",
  );
}
