"use client";

import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from "react";

/** Judgement: long enough not to flicker under a passing pointer. */
const OPEN_AFTER_MS = 300;
/** Time to cross the gap to the bubble, which may be read and copied from (WCAG 1.4.13). */
const CLOSE_AFTER_MS = 120;

/** Opens for a pointer that rests, for the keyboard's focus, and for a touch on what is no control. */
export function useTooltipOpen() {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (next: boolean, delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), delayMs);
  };
  const now = (next: boolean) => {
    clearTimeout(timer.current);
    setOpen(next);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const handlers = {
    onPointerEnter: (event: PointerEvent) => {
      if (event.pointerType !== "touch") later(true, OPEN_AFTER_MS);
    },
    onPointerLeave: (event: PointerEvent) => {
      if (event.pointerType !== "touch") later(false, CLOSE_AFTER_MS);
    },
    onPointerUp: (event: PointerEvent) => {
      const control = event.target instanceof Element && event.target.closest("a, button") !== null;
      if (control) now(false);
      else if (event.pointerType === "touch") now(true);
    },
    onFocus: (event: FocusEvent) => {
      if (event.target.matches(":focus-visible")) now(true);
    },
    onBlur: () => now(false),
  };
  return { open, close: () => now(false), handlers };
}
