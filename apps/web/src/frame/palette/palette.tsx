"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "../../design/dialog";
import { COMMAND_GROUPS, type Command, rankCommands } from "./rank-commands";
import { useCommands } from "./use-commands";

type PaletteProps = { onClose: () => void; onKeys: () => void };

/** Ctrl-K: goes anywhere and does anything by a few letters. */
export default function Palette({ onClose, onKeys }: PaletteProps) {
  const t = useTranslations("common.palette");
  return (
    <Dialog onClose={onClose} title={t("title")} showTitle={false} className="flex flex-col overflow-hidden">
      <PaletteBody onDone={onClose} onKeys={onKeys} />
    </Dialog>
  );
}

function PaletteBody({ onDone, onKeys }: { onDone: () => void; onKeys: () => void }) {
  const t = useTranslations("common.palette");
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const found = rankCommands(useCommands(onKeys), query);
  const chosen = found[Math.min(active, found.length - 1)];

  const run = (command: Command) => {
    // Closed first, so that what opens next, such as the keys, stays.
    onDone();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setActive((found.length + Math.min(active, found.length - 1) + step) % found.length);
    }
    if (event.key === "Enter" && chosen && !event.nativeEvent.isComposing) run(chosen);
  };

  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it, and the dialog gives the focus back.
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
        aria-label={t("title")}
        placeholder={t("placeholder")}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full shrink-0 border-line border-b bg-transparent px-4 text-title outline-none placeholder:text-muted"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("title")}
        tabIndex={-1}
        className="overflow-y-auto p-2"
      >
        {COMMAND_GROUPS.map((group) => (
          <Group key={group} group={group} id={id} commands={found} chosen={chosen} onRun={run} />
        ))}
        {found.length === 0 && <p className="px-2 py-3 text-muted">{t("none", { query })}</p>}
      </div>
    </>
  );
}

type GroupProps = {
  group: Command["group"];
  id: string;
  commands: readonly Command[];
  chosen: Command | undefined;
  onRun: (command: Command) => void;
};

function Group({ group, id, commands, chosen, onRun }: GroupProps) {
  const t = useTranslations("common.palette");
  const own = commands.filter((command) => command.group === group);
  if (own.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own.
    <div role="group" aria-labelledby={`${id}-${group}`}>
      <p id={`${id}-${group}`} className="px-2 pt-2 pb-1 text-dense text-muted">
        {t(group)}
      </p>
      {own.map((command) => (
        <Option
          key={command.id}
          id={`${id}-${command.id}`}
          command={command}
          on={command === chosen}
          onRun={onRun}
        />
      ))}
    </div>
  );
}

type OptionProps = { id: string; command: Command; on: boolean; onRun: (command: Command) => void };

function Option({ id, command, on, onRun }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on) ref.current?.scrollIntoView({ block: "nearest" });
  }, [on]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field above, which runs the chosen option.
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      onClick={() => onRun(command)}
      className={clsx("flex min-h-8 items-center rounded px-2", on ? "bg-accent-quiet" : "hover:bg-hover")}
    >
      {command.label}
    </div>
  );
}
