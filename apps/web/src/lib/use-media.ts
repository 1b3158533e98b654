"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Tailwind's `md`: below it there is no room for tables. */
export const NARROW = "(max-width: 767.98px)";

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}
