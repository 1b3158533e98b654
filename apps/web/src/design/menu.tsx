"use client";

import { lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";

/** The menu itself comes with radix, and only once it is first opened. */
const MenuContent = lazy(() => import("./menu-content"));

export type MenuEntry =
  | { readonly kind: "label" | "note"; readonly id: string; readonly text: ReactNode }
  | { readonly kind: "line"; readonly id: string }
  /** Does one thing. `stay`: the menu stays open, to show what came of it. */
  | {
      readonly kind: "action";
      readonly id: string;
      readonly text: ReactNode;
      readonly onSelect: () => void;
      readonly stay?: boolean;
    }
  /** One of a few. */
  | {
      readonly kind: "choice";
      readonly id: string;
      readonly text: ReactNode;
      readonly lang?: string;
      readonly on: boolean;
      readonly onSelect: () => void;
    }
  /** Any of several; the menu stays open. */
  | {
      readonly kind: "toggle";
      readonly id: string;
      readonly text: ReactNode;
      readonly on: boolean;
      readonly onToggle: (on: boolean) => void;
    };

export type MenuTriggerProps = {
  readonly "aria-haspopup": "menu";
  readonly "aria-expanded": boolean;
  readonly onClick: () => void;
};

type MenuProps = {
  /** A button that takes these properties. */
  trigger: (props: MenuTriggerProps) => ReactElement;
  entries: readonly MenuEntry[];
};

export function Menu({ trigger, entries }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = trigger({
    "aria-haspopup": "menu",
    "aria-expanded": open,
    onClick: () => setOpen(!open),
  });
  return (
    <span className="relative inline-flex">
      {button}
      {open && (
        <Suspense fallback={null}>
          <MenuContent entries={entries} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}
