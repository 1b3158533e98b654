type LabelsProps = { labels: Readonly<Record<string, string>> };

/** What people say of a host, as small tags: role=db. */
export function LabelTags({ labels }: LabelsProps) {
  const texts = labelTexts(labels);
  if (texts.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-1">
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

/** The same in the rest of a line, cut off where it ends; all of it when pointed at. */
export function LabelLine({ labels }: LabelsProps) {
  const text = labelTexts(labels).join(" ");
  if (text === "") return null;
  return (
    <span title={text} className="min-w-0 truncate font-mono text-muted text-tiny">
      {text}
    </span>
  );
}

function labelTexts(labels: LabelsProps["labels"]): readonly string[] {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}
