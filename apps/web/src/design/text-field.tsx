"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

type TextFieldProps = Omit<ComponentProps<"input">, "id"> & {
  label: string;
  /** Says before typing what is wanted. */
  hint?: ReactNode;
  /** Says what is wrong and how to mend it; null when nothing is. */
  error?: string | null;
  /** Sits inside the field at its end, such as a button that shows a password. */
  end?: ReactNode;
};

export function TextField({ label, hint, error, end, className, ...input }: TextFieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={clsx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={clsx(
            "h-9 w-full rounded border bg-surface px-3 text-text placeholder:text-muted",
            error ? "border-critical" : "border-line-strong",
            end && "pr-10",
          )}
        />
        {end && <div className="absolute inset-y-0 right-0.5 flex items-center">{end}</div>}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-dense text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-dense text-critical">
          <span aria-hidden>◆ </span>
          {error}
        </p>
      )}
    </div>
  );
}
