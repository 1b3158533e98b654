import { clsx } from "clsx";

/** What people say of a host, as small tags: role=db. */
export function LabelTags({
  labels,
  className,
}: {
  labels: Readonly<Record<string, string>>;
  className?: string;
}) {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return null;
  const texts = entries.map(([key, value]) => `${key}=${value}`);
  return (
    <span title={texts.join(", ")} className={clsx("gap-1", className ?? "flex flex-wrap")}>
      {texts.map((text) => (
        <span
          key={text}
          className="wrap-anywhere inline-block rounded border border-line bg-raised px-1 font-mono text-muted text-tiny"
        >
          {text}
        </span>
      ))}
    </span>
  );
}
