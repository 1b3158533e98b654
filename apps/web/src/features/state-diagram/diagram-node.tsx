import type { TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import { stateFocusProps } from "../../design/state-focus";
import { stateColor } from "../../design/state-tokens";
import { useFormat } from "../../lib/format/use-format";
import { type Frame, stateCentre } from "./frame";
import { countRadius } from "./label";

export interface NodeProps {
  readonly frame: Frame;
  readonly state: TcpState;
  /** undefined: the picture shows no counts at all; null: this one is not available. */
  readonly count: number | null | undefined;
  readonly href: string;
  readonly lit: boolean;
  readonly onPoint: ((state: TcpState | null) => void) | undefined;
}

const CIRCLE_ROOM = 4;

/** One state: a link with its circle, its name and, when there are counts, its count. */
export function DiagramNode({ frame, state, count, href, lit, onPoint }: NodeProps) {
  const centre = stateCentre(frame, state);
  const left = -frame.nodeWidth / 2;
  const top = -frame.nodeHeight / 2;
  const focus = stateFocusProps(state);
  const point = (next: TcpState | null, mark: () => void) => () => {
    mark();
    onPoint?.(next);
  };
  return (
    <g transform={`translate(${centre.x} ${centre.y})`}>
      {/* The browser's own link: within the page it takes the focus along to the section, and the dimming ends. */}
      <a
        href={href}
        aria-label={useNodeLabel(state, count)}
        data-state-mark={state}
        data-state={state}
        onPointerEnter={point(state, focus.onPointerEnter)}
        onPointerLeave={point(null, focus.onPointerLeave)}
        onFocus={point(state, focus.onFocus)}
        onBlur={point(null, focus.onBlur)}
        className="group outline-none transition-opacity duration-150"
      >
        <rect
          x={left}
          y={top}
          width={frame.nodeWidth}
          height={frame.nodeHeight}
          rx={6}
          strokeWidth={lit ? 2 : 1}
          className={clsx(
            "fill-surface group-hover:fill-hover group-focus-visible:stroke-accent group-focus-visible:stroke-2",
            lit ? "stroke-accent" : "stroke-line-strong",
          )}
        />
        <Mark frame={frame} state={state} count={count} />
        <Words frame={frame} state={state} count={count} />
      </a>
    </g>
  );
}

function useNodeLabel(state: TcpState, count: number | null | undefined): string {
  const t = useTranslations("states");
  const short = t(`${state}.short`);
  if (count === undefined) return t("diagram.node", { state, short });
  if (count === null) return t("diagram.nodeUnknown", { state, short });
  return t("diagram.nodeCount", { state, short, count });
}

type Shown = Pick<NodeProps, "frame" | "state" | "count">;

function circleRoom(frame: Frame): number {
  return frame.nodeHeight / 2 - CIRCLE_ROOM;
}

function Mark({ frame, state, count }: Shown) {
  const room = circleRoom(frame) - 2;
  const cx = -frame.nodeWidth / 2 + CIRCLE_ROOM + room;
  if (count === undefined) return <circle cx={cx} r={7} style={{ fill: stateColor(state) }} />;
  return (
    <>
      <circle
        cx={cx}
        r={room}
        strokeDasharray={count === null ? "2 3" : undefined}
        className={clsx("fill-none", count === null ? "stroke-line-strong" : "stroke-line")}
      />
      <circle
        cx={cx}
        r={count === null ? 0 : countRadius(count, room)}
        style={{ fill: stateColor(state) }}
        className="transition-[r] duration-150"
      />
    </>
  );
}

function Words({ frame, state, count }: Shown) {
  const t = useTranslations("states.diagram");
  const format = useFormat();
  const x = -frame.nodeWidth / 2 + 2 * circleRoom(frame) + (count === undefined ? 1 : 3);
  const size = frame.name === "wide" ? 12.5 : 10.5;
  if (count === undefined) {
    return (
      <text x={x} dy="0.35em" fontSize={size} className="fill-text font-mono">
        {state}
      </text>
    );
  }
  return (
    <>
      <text x={x} y={-3} fontSize={size} className="fill-text font-mono">
        {state}
      </text>
      <text x={x} y={12} fontSize={size} className="figures fill-muted">
        {count === null ? t("unavailable") : format.count(count)}
      </text>
    </>
  );
}
