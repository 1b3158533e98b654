"use client";

import { useEffect } from "react";
import { useLive } from "../lib/live/live-provider";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

/** Keys that work on every page: Ctrl-K, ?, p. A dialog that is open keeps single letters for itself. */
export function useFrameKeys(open: (what: "palette" | "keys") => void): void {
  const { connection } = useLive();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      if (event.key === "?") open("keys");
      if (event.key === "p") {
        if (connection.getState().kind === "paused") connection.resume();
        else connection.pause();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open, connection]);
}
