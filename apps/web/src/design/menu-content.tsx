"use client";

import { Check } from "lucide-react";
import * as Dropdown from "radix-ui/dropdown-menu";
import { type ReactNode, useRef } from "react";
import type { MenuEntry } from "./menu";

const ITEM =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded px-2 outline-none data-[highlighted]:bg-hover";

type MenuContentProps = { entries: readonly MenuEntry[]; onClose: () => void };

/** Opens at once, over the button beside which it is drawn, and gives the focus back to that button. */
export default function MenuContent({ entries, onClose }: MenuContentProps) {
  const place = useRef<HTMLSpanElement>(null);
  return (
    <Dropdown.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <Dropdown.Trigger asChild>
        <span ref={place} aria-hidden tabIndex={-1} className="pointer-events-none absolute inset-0" />
      </Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // A press on the button itself closes by the button's own click.
            const { target } = event;
            if (target instanceof Node && place.current?.parentElement?.contains(target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            place.current?.parentElement?.querySelector("button")?.focus();
          }}
          className="z-40 max-h-[min(80vh,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-y-auto rounded bg-popover p-1 text-text shadow-popover"
        >
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }): ReactNode {
  switch (entry.kind) {
    case "label":
      return <Dropdown.Label className="px-2 py-1 text-dense text-muted">{entry.text}</Dropdown.Label>;
    case "note":
      return (
        <p role="alert" className="max-w-56 px-2 py-1 text-critical text-dense">
          {entry.text}
        </p>
      );
    case "line":
      return <Dropdown.Separator className="my-1 h-px bg-line" />;
    case "action":
      return (
        <Dropdown.Item
          onSelect={(event) => {
            if (entry.stay) event.preventDefault();
            entry.onSelect();
          }}
          className={ITEM}
        >
          {entry.text}
        </Dropdown.Item>
      );
    case "choice":
      return (
        <Dropdown.RadioGroup value={entry.on ? entry.id : ""}>
          <Dropdown.RadioItem value={entry.id} lang={entry.lang} onSelect={entry.onSelect} className={ITEM}>
            <Mark />
            {entry.text}
          </Dropdown.RadioItem>
        </Dropdown.RadioGroup>
      );
    case "toggle":
      return (
        <Dropdown.CheckboxItem
          checked={entry.on}
          onCheckedChange={(on) => entry.onToggle(on === true)}
          onSelect={(event) => event.preventDefault()}
          className={ITEM}
        >
          <Mark />
          {entry.text}
        </Dropdown.CheckboxItem>
      );
  }
}

function Mark() {
  return (
    <span className="inline-flex w-4">
      <Dropdown.ItemIndicator>
        <Check aria-hidden size={14} />
      </Dropdown.ItemIndicator>
    </span>
  );
}
