"use client";

import { STATE_MACHINE, TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { clsx } from "clsx";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { focusedState, subscribeStateFocus } from "../../design/state-focus";
import { stateHref } from "../../lib/links";
import { DiagramArrow } from "./diagram-arrow";
import { DiagramLegend } from "./diagram-legend";
import { DiagramNode } from "./diagram-node";
import { endCentre, FRAMES, type Frame } from "./frame";
import { routesOf } from "./routes";

export interface StateDiagramProps {
  /** Left out: the picture explains and shows no counts. A null count is shown as not available. */
  readonly counts?: Readonly<Record<TcpState, number | null>>;
  /** A state to ring, besides the one that is pointed at. */
  readonly highlighted?: TcpState | null;
  /** Told which state the pointer or the keyboard is on; null when on none. */
  readonly onPoint?: (state: TcpState | null) => void;
  /** Where a state leads; its section of the Learn page unless told otherwise. */
  readonly href?: (state: TcpState) => string;
  readonly className?: string;
}

const ENDS: ReadonlyMap<string, readonly TcpState[]> = new Map(
  STATE_MACHINE.transitions.map(({ id, from, to }) => [id, [from, to]]),
);

/**
 * The state machine of RFC 9293. Both drawings are in the page and its container's width shows one of
 * them, so nothing is measured and nothing jumps.
 */
export function StateDiagram({ className, ...rest }: StateDiagramProps) {
  return (
    <div className={clsx("@container", className)}>
      <Drawing frame={FRAMES.wide} className="hidden @2xl:block" {...rest} />
      <Drawing frame={FRAMES.narrow} className="block @2xl:hidden" {...rest} />
      <DiagramLegend />
    </div>
  );
}

type DrawingProps = Omit<StateDiagramProps, "className"> & { frame: Frame; className: string };

function Drawing({ frame, className, counts, highlighted, onPoint, href = stateHref }: DrawingProps) {
  const t = useTranslations("states.diagram");
  const focused = useSyncExternalStore(subscribeStateFocus, focusedState, () => null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no element for a group of links.
    <svg
      role="group"
      aria-label={t("label")}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      style={{ maxWidth: frame.width * 1.1 }}
      className={clsx("mx-auto h-auto w-full font-sans", className)}
    >
      {routesOf(frame).map((route) => (
        <DiagramArrow
          key={route.id}
          frame={frame}
          route={route}
          focused={focused}
          ends={ENDS.get(route.id) ?? []}
        />
      ))}
      <End frame={frame} />
      {TCP_STATES.map((state) => (
        <DiagramNode
          key={state}
          frame={frame}
          state={state}
          count={counts?.[state]}
          href={href(state)}
          lit={state === highlighted || state === focused}
          onPoint={onPoint}
        />
      ))}
    </svg>
  );
}

/** The CLOSE in which connections end; the one that can be chosen is at the top. */
function End({ frame }: { frame: Frame }) {
  const centre = endCentre(frame);
  return (
    <g transform={`translate(${centre.x} ${centre.y})`} aria-hidden data-state-mark="CLOSE">
      <rect
        x={-frame.nodeWidth / 2}
        y={-frame.nodeHeight / 2}
        width={frame.nodeWidth}
        height={frame.nodeHeight}
        rx={6}
        strokeDasharray="3 3"
        className="fill-surface stroke-line-strong"
      />
      <text
        dy="0.35em"
        textAnchor="middle"
        fontSize={frame.name === "wide" ? 12.5 : 10.5}
        className="fill-muted font-mono"
      >
        CLOSE
      </text>
    </g>
  );
}
