import type { TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import type { Frame } from "./frame";
import { labelLines } from "./label";
import { arrowHead, type Route, type RouteKind, roundedPath } from "./routes";

export const DASH: Readonly<Record<RouteKind, string | undefined>> = {
  first: undefined,
  second: "6 4",
  both: "1.5 4",
};

export const LINE_HEIGHT = 1.2;

export type RouteId = Parameters<ReturnType<typeof useTranslations<"states.diagram.edges">>>[0];

interface ArrowProps {
  readonly frame: Frame;
  readonly route: Route;
  /** The state that is pointed at, if any: arrows from and to it stay, the others step back. */
  readonly focused: TcpState | null;
  readonly ends: readonly TcpState[];
}

/** One transition: its line, its head and what makes it happen. */
export function DiagramArrow({ frame, route, focused, ends }: ArrowProps) {
  const t = useTranslations("states.diagram.edges");
  // Safe: routes.test.ts holds every route to a label in both languages.
  const lines = labelLines(t(route.id as RouteId), frame.splitLabels);
  const near = focused !== null && ends.includes(focused);
  const first = (-(lines.length - 1) / 2) * LINE_HEIGHT + 0.35;
  return (
    <g
      className={clsx("transition-opacity duration-150", focused !== null && !near && "opacity-30")}
      aria-hidden
    >
      <path
        d={roundedPath(route.points)}
        strokeDasharray={DASH[route.kind]}
        strokeLinecap={route.kind === "both" ? "round" : "butt"}
        strokeWidth={1.5}
        className={clsx("fill-none", near ? "stroke-text" : "stroke-line-strong")}
      />
      <polygon points={arrowHead(route.points)} className={near ? "fill-text" : "fill-line-strong"} />
      <text
        x={route.label.x}
        y={route.label.y}
        textAnchor={route.label.anchor}
        fontSize={frame.labelSize}
        strokeWidth={4}
        className={clsx("stroke-surface [paint-order:stroke]", near ? "fill-text" : "fill-muted")}
      >
        {lines.map((line, index) => (
          <tspan key={line} x={route.label.x} dy={`${index === 0 ? first : LINE_HEIGHT}em`}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}
