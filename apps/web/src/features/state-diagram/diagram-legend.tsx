import { useTranslations } from "use-intl";
import { DASH } from "./diagram-arrow";
import type { RouteKind } from "./routes";

const KINDS: readonly RouteKind[] = ["first", "second", "both"];

/** What the three kinds of lines mean. */
export function DiagramLegend() {
  const t = useTranslations("states.diagram.legend");
  return (
    <ul className="mt-4 flex flex-wrap justify-center gap-x-6 gap-y-1 text-dense text-muted">
      {KINDS.map((kind) => (
        <li key={kind} className="inline-flex items-center gap-2">
          <svg width="32" height="6" aria-hidden className="shrink-0">
            <line
              x1="1"
              x2="31"
              y1="3"
              y2="3"
              strokeWidth={1.5}
              strokeDasharray={DASH[kind]}
              strokeLinecap={kind === "both" ? "round" : "butt"}
              className="stroke-line-strong"
            />
          </svg>
          {t(kind)}
        </li>
      ))}
    </ul>
  );
}
