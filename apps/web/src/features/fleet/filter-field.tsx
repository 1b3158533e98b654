"use client";

import { Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Kbd } from "../../design/kbd";

type FilterFieldProps = { query: string; onQuery: (query: string) => void };

/** `/` goes here, Esc clears and leaves. */
export function FilterField({ query, onQuery }: FilterFieldProps) {
  const t = useTranslations("fleet");
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useTypedText(query, field);
  useSlashFocus(field);
  const type = (next: string) => {
    setText(next);
    onQuery(next);
  };
  return (
    <div className="relative min-w-0 max-md:w-full md:w-64">
      <Search aria-hidden size={14} className="absolute top-[9px] left-2.5 text-muted" />
      <input
        ref={field}
        type="search"
        aria-label={t("filter")}
        aria-keyshortcuts="/"
        placeholder={t("filter")}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          type("");
          event.currentTarget.blur();
        }}
        className="h-8 w-full rounded border border-line-strong bg-surface pr-8 pl-8 placeholder:text-muted"
      />
      {!text && (
        <span className="pointer-events-none absolute top-1.5 right-2 max-md:hidden">
          <Kbd>/</Kbd>
        </span>
      )}
    </div>
  );
}

/** What is typed shows at once; the address, which follows a moment later, only speaks while nobody types. */
function useTypedText(query: string, field: RefObject<HTMLInputElement | null>) {
  const [text, setText] = useState(query);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(query);
  }, [query, field]);
  return [text, setText] as const;
}

function useSlashFocus(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== "/" || target?.closest("input, textarea, select, [role=dialog], [role=menu]")) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [field]);
}
