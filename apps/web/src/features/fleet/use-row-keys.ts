"use client";

import type { KeyboardEvent, RefObject } from "react";

/** Which row an arrow key leads to; null for every other key. */
export function rowAfterKey(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  const target = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: count - 1 }[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

/** Arrow keys go from host to host; Enter opens, being a link's own. */
export function useRowKeys(
  frame: RefObject<HTMLElement | null>,
  ids: readonly string[],
  scrollToIndex: (index: number) => void,
) {
  return (event: KeyboardEvent) => {
    const link = event.target instanceof HTMLElement ? event.target.closest("[data-host-link]") : null;
    const here = link ? ids.indexOf(link.getAttribute("data-host-link") ?? "") : -1;
    const onFrame = event.target === frame.current;
    if (!link && !onFrame) return;
    const target = rowAfterKey(event.key, here, ids.length);
    const id = target === null ? undefined : ids[target];
    if (target === null || id === undefined) return;
    event.preventDefault();
    scrollToIndex(target);
    // The row may only be drawn by the scroll.
    requestAnimationFrame(() => {
      frame.current?.querySelector<HTMLElement>(`[data-host-link="${CSS.escape(id)}"]`)?.focus();
    });
  };
}
