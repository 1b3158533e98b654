import { SeverityGlyph } from "../../design/severity";

/** What went wrong, above the button that was pressed. */
export function FailureLine({ text }: { text: string }) {
  return (
    <p role="alert" className="flex gap-2 border-line border-l-2 py-1 pl-3">
      <SeverityGlyph severity="critical" />
      <span className="wrap-anywhere">{text}</span>
    </p>
  );
}
