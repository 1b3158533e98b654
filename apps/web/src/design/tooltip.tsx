"use client";

import { lazy, type ReactNode, Suspense, useId, useRef } from "react";
import { useTooltipOpen } from "./use-tooltip-open";

/** Placing, collisions and the portal come with radix, and only once a tooltip is first asked for. */
const TooltipBubble = lazy(() => import("./tooltip-bubble"));

/** `children` is one element; give it `tabIndex={0}` when it is no control, so that the keyboard reaches the text too. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const id = useId();
  const around = useRef<HTMLSpanElement>(null);
  const { open, close, handlers } = useTooltipOpen();
  return (
    <span ref={around} className="contents" {...handlers}>
      {children}
      {open && (
        <Suspense fallback={null}>
          <TooltipBubble id={id} around={around} onClose={close}>
            {text}
          </TooltipBubble>
        </Suspense>
      )}
    </span>
  );
}
