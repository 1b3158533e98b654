import { clsx } from "clsx";

/** One bar of the layout to come; give it the size of what it stands for. Hidden from screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded bg-hover", className)} />;
}
