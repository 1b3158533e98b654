import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** Dense table: 12 px, lines instead of boxes. Put it in a `TableFrame` so that it scrolls by itself. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={clsx("w-full border-collapse text-left text-dense", className)} />;
}

/** Scrolls sideways inside itself, so that the page never does; reachable by keyboard. */
export function TableFrame({ label, className, ...rest }: ComponentProps<"section"> & { label: string }) {
  return (
    <section
      {...rest}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable to be scrolled by keyboard (WCAG 2.1.1).
      tabIndex={0}
      className={clsx("overflow-x-auto", className)}
    />
  );
}

/** `snug` for columns of a few digits. */
type CellLook = { align?: "start" | "end"; snug?: boolean };

export function Th({
  align = "start",
  snug = false,
  className,
  ...rest
}: Omit<ComponentProps<"th">, "align"> & CellLook) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        "h-8 whitespace-nowrap border-line border-b font-medium text-muted",
        snug ? "px-1.5" : "px-2",
        align === "end" && "text-right",
        className,
      )}
    />
  );
}

/** `figures` for numbers: mono, tabular, at the end. */
export function Td({
  align = "start",
  snug = false,
  figures = false,
  className,
  ...rest
}: Omit<ComponentProps<"td">, "align"> & CellLook & { figures?: boolean }) {
  return (
    <td
      {...rest}
      className={clsx(
        "h-8 border-line border-b",
        snug ? "px-1.5" : "px-2",
        (align === "end" || figures) && "text-right",
        figures && "figures",
        className,
      )}
    />
  );
}
