import type { ReactNode } from "react";
import { Prose } from "./prose";

/** Rows of a name and its text: side by side where there is room, else one above the other. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-[8.5rem_minmax(0,1fr)] sm:gap-y-3">{children}</dl>
  );
}

export function Fact({ name, text, children }: { name: string; text: string; children?: ReactNode }) {
  return (
    <>
      <dt className="pt-2 font-medium text-muted sm:pt-0">{name}</dt>
      <dd className="min-w-0 max-w-[68ch] space-y-2">
        {children}
        <p>
          <Prose text={text} />
        </p>
      </dd>
    </>
  );
}
