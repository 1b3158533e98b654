"use client";

import { Search } from "lucide-react";

type FilterFieldProps = { label: string; value: string; onChange: (value: string) => void };

/** A small search field that names itself by its placeholder. */
export function FilterField({ label, value, onChange }: FilterFieldProps) {
  return (
    <span className="relative w-full max-w-72">
      <Search aria-hidden size={14} className="absolute top-2 left-2 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7.5 w-full rounded border border-line bg-surface pr-2 pl-7 text-dense placeholder:text-muted"
      />
    </span>
  );
}
