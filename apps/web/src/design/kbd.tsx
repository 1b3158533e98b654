import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line bg-raised px-1 py-px font-mono text-muted text-tiny">
      {children}
    </kbd>
  );
}
