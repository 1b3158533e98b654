import { clsx } from "clsx";
import type { ComponentProps } from "react";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

const LOOK: Readonly<Record<ButtonKind, string>> = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-surface text-text hover:bg-hover",
  danger: "border border-critical bg-surface text-critical hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-text",
};

/** `snug` for a row of small buttons. */
export type ButtonFit = "normal" | "snug" | "icon";

const FIT: Readonly<Record<ButtonFit, string>> = { normal: "px-3", snug: "px-2", icon: "w-8" };

type ButtonProps = ComponentProps<"button"> & { kind?: ButtonKind; fit?: ButtonFit; busy?: boolean };

/** 32 px high; `busy` keeps the words and the width, and refuses a second press. */
export function Button({
  kind = "plain",
  fit = "normal",
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={busy || rest.disabled}
      className={clsx(
        "inline-flex h-8 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded font-medium",
        "transition-colors duration-150 disabled:cursor-default disabled:opacity-50",
        LOOK[kind],
        FIT[fit],
        className,
      )}
    >
      {children}
    </button>
  );
}

/** A square button that holds an icon only; `label` is what it says to those who do not see it. */
export function IconButton({ label, children, ...rest }: ButtonProps & { label: string }) {
  return (
    <Button kind="quiet" fit="icon" title={label} {...rest} aria-label={label}>
      {children}
    </Button>
  );
}
