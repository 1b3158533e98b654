"use client";

import { clsx } from "clsx";
import * as RadixDialog from "radix-ui/dialog";
import type { ReactNode } from "react";

type DialogProps = {
  onClose: () => void;
  title: string;
  /** Whether the title is drawn or only spoken. */
  showTitle?: boolean;
  className?: string;
  children: ReactNode;
};

/** Open for as long as it is drawn. */
export function Dialog({ onClose, title, showTitle = true, className, children }: DialogProps) {
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)]" />
        <RadixDialog.Content
          aria-describedby={undefined}
          className={clsx(
            "-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(36rem,calc(100vw-24px))]",
            "overflow-auto rounded bg-popover shadow-popover outline-none",
            className,
          )}
        >
          <RadixDialog.Title className={clsx(showTitle ? "px-4 pt-4 font-medium text-title" : "sr-only")}>
            {title}
          </RadixDialog.Title>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
