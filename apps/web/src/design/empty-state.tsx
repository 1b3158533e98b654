import type { ReactNode } from "react";

type EmptyStateProps = {
  /** `h1` where it is the page's only answer. */
  heading?: "h1" | "h2";
  /** What would be here. */
  title: string;
  /** The one step to get it. */
  children: ReactNode;
  action?: ReactNode;
};

export function EmptyState({ heading: Heading = "h2", title, children, action }: EmptyStateProps) {
  return (
    <section className="flex max-w-xl flex-col items-start gap-3 py-10">
      <Heading className="font-medium text-title">{title}</Heading>
      <div className="text-muted">{children}</div>
      {action}
    </section>
  );
}
