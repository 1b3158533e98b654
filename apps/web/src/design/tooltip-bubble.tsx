"use client";

import * as Popover from "radix-ui/popover";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";

type TooltipBubbleProps = {
  id: string;
  /** A boxless element; the bubble points at its first child. */
  around: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
};

const stay = (event: Event) => event.preventDefault();

/** A popover that never takes the focus: what a tooltip is, with the anchor left where it was. */
export default function TooltipBubble({ id, around, onClose, children }: TooltipBubbleProps) {
  const anchor = useRef<Element>(document.body);
  anchor.current = around.current?.firstElementChild ?? document.body;

  useEffect(() => {
    const described = anchor.current;
    described.setAttribute("aria-describedby", id);
    return () => described.removeAttribute("aria-describedby");
  }, [id]);

  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          id={id}
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={stay}
          onCloseAutoFocus={stay}
          className="z-50 max-w-80 whitespace-normal rounded bg-popover px-2.5 py-1.5 font-normal font-sans text-dense text-text shadow-popover"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
