import { endCentre, type Frame, type Point, rowY } from "./frame";

export type RouteKind = "first" | "second" | "both";

/** The way of one transition of STATE_MACHINE through the picture. */
export interface Route {
  /** Its id in STATE_MACHINE. */
  readonly id: string;
  readonly kind: RouteKind;
  readonly points: readonly Point[];
  readonly label: Point & { readonly anchor: "start" | "middle" | "end" };
}

/** Distance of two arrows that meet the same side of a box from its middle. */
const SPREAD = 10;
const LABEL_GAP = 7;

interface Grid {
  readonly x: { readonly left: number; readonly centre: number; readonly right: number };
  readonly halfWidth: number;
  /** Middle of row n. */
  readonly row: (n: number) => number;
  readonly top: (n: number) => number;
  readonly bottom: (n: number) => number;
}

function gridOf(frame: Frame): Grid {
  const halfHeight = frame.nodeHeight / 2;
  const row = (n: number) => rowY(frame, n);
  return {
    x: frame.column,
    halfWidth: frame.nodeWidth / 2,
    row,
    top: (n) => row(n) - halfHeight,
    bottom: (n) => row(n) + halfHeight,
  };
}

const path = (...pairs: readonly (readonly [number, number])[]): Point[] => pairs.map(([x, y]) => ({ x, y }));
const middle = (a: number, b: number) => (a + b) / 2;
const rightOf = (x: number, y: number) => ({ x: x + LABEL_GAP, y, anchor: "start" as const });
const leftOf = (x: number, y: number) => ({ x: x - LABEL_GAP, y, anchor: "end" as const });
const above = (x: number, y: number) => ({ x, y: y - LABEL_GAP - 3, anchor: "middle" as const });

function openingRoutes({ x, halfWidth, row, top, bottom }: Grid): Route[] {
  const meet = row(3) - SPREAD;
  return [
    {
      id: "connect",
      kind: "first",
      points: path([x.centre - halfWidth, row(0)], [x.left, row(0)], [x.left, top(2)]),
      label: rightOf(x.left, row(1)),
    },
    {
      id: "listen",
      kind: "second",
      points: path([x.centre + halfWidth, row(0)], [x.right, row(0)], [x.right, top(1)]),
      label: leftOf(x.right, middle(row(0), top(1)) + 4),
    },
    {
      id: "syn-received",
      kind: "second",
      points: path([x.right, bottom(1)], [x.right, top(2)]),
      label: leftOf(x.right, middle(bottom(1), top(2))),
    },
    {
      id: "simultaneous-open",
      kind: "both",
      points: path([x.left + halfWidth, row(2)], [x.right - halfWidth, row(2)]),
      label: above(x.centre, row(2)),
    },
    {
      id: "syn-ack-received",
      kind: "first",
      points: path([x.left, bottom(2)], [x.left, meet], [x.centre - halfWidth, meet]),
      label: rightOf(x.left, middle(bottom(2), meet)),
    },
    {
      id: "handshake-done",
      kind: "second",
      points: path([x.right, bottom(2)], [x.right, meet], [x.centre + halfWidth, meet]),
      label: leftOf(x.right, middle(bottom(2), meet)),
    },
  ];
}

function closingFirstRoutes({ x, halfWidth, row, top, bottom }: Grid): Route[] {
  const leave = row(3) + SPREAD;
  const edge = x.left + halfWidth;
  const lane = middle(edge, x.centre - halfWidth);
  return [
    {
      id: "close",
      kind: "first",
      points: path([x.centre - halfWidth, leave], [x.left, leave], [x.left, top(4)]),
      label: rightOf(x.left, middle(leave, top(4))),
    },
    {
      id: "fin-acked",
      kind: "first",
      points: path([x.left, bottom(4)], [x.left, top(5)]),
      label: rightOf(x.left, middle(bottom(4), top(5))),
    },
    {
      id: "simultaneous-close",
      kind: "both",
      points: path([edge, row(4) - SPREAD], [x.centre, row(4) - SPREAD], [x.centre, top(5)]),
      label: rightOf(x.centre, middle(row(4), top(5))),
    },
    {
      id: "fin-and-ack-received",
      kind: "first",
      points: path(
        [edge, row(4) + SPREAD],
        [lane, row(4) + SPREAD],
        [lane, row(6) - SPREAD],
        [edge, row(6) - SPREAD],
      ),
      label: rightOf(lane, middle(bottom(4), top(5))),
    },
    {
      id: "fin-wait2-fin-received",
      kind: "first",
      points: path([x.left, bottom(5)], [x.left, top(6)]),
      label: rightOf(x.left, middle(bottom(5), top(6))),
    },
    {
      id: "closing-acked",
      kind: "both",
      points: path([x.centre, bottom(5)], [x.centre, row(6)], [edge, row(6)]),
      label: rightOf(x.centre, middle(bottom(5), row(6))),
    },
  ];
}

function closingSecondRoutes({ x, halfWidth, row, top, bottom }: Grid, end: Point): Route[] {
  const leave = row(3) + SPREAD;
  const last = row(6) + SPREAD;
  return [
    {
      id: "fin-received",
      kind: "second",
      points: path([x.centre + halfWidth, leave], [x.right, leave], [x.right, top(4)]),
      label: leftOf(x.right, middle(leave, top(4))),
    },
    {
      id: "passive-close",
      kind: "second",
      points: path([x.right, bottom(4)], [x.right, top(5)]),
      label: leftOf(x.right, middle(bottom(4), top(5))),
    },
    {
      id: "last-ack-received",
      kind: "second",
      points: path([x.right, bottom(5)], [x.right, top(6)]),
      label: leftOf(x.right, middle(bottom(5), top(6))),
    },
    {
      id: "time-wait-expired",
      kind: "first",
      points: path([x.left + halfWidth, last], [end.x - halfWidth, last]),
      label: above(middle(x.centre, end.x - halfWidth / 2), last),
    },
  ];
}

/** Every arrow of the picture. The other transitions of STATE_MACHINE are drops, resets and time-outs. */
export function routesOf(frame: Frame): readonly Route[] {
  const grid = gridOf(frame);
  return [
    ...openingRoutes(grid),
    ...closingFirstRoutes(grid),
    ...closingSecondRoutes(grid, endCentre(frame)),
  ];
}

const CORNER = 8;

/** @returns SVG path data through the points, corners rounded. Points lie on horizontal and vertical lines. */
export function roundedPath(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return "";
  let data = `M${start.x} ${start.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const previous = points[index];
    if (!next || !previous) {
      data += `L${point.x} ${point.y}`;
      return;
    }
    const before = towards(point, previous, CORNER);
    const after = towards(point, next, CORNER);
    data += `L${before.x} ${before.y}Q${point.x} ${point.y} ${after.x} ${after.y}`;
  });
  return data;
}

function towards(from: Point, to: Point, length: number): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const reach = Math.min(length, (Math.abs(dx) + Math.abs(dy)) / 2);
  return { x: from.x + Math.sign(dx) * reach, y: from.y + Math.sign(dy) * reach };
}

/** @returns the three corners of the arrowhead at the end of the points, as an SVG points list. */
export function arrowHead(points: readonly Point[]): string {
  const tip = points.at(-1);
  const from = points.at(-2);
  if (!tip || !from) return "";
  const dx = Math.sign(tip.x - from.x);
  const dy = Math.sign(tip.y - from.y);
  const base = { x: tip.x - dx * 7, y: tip.y - dy * 7 };
  const side = { x: dy * 3.5, y: dx * 3.5 };
  return `${tip.x},${tip.y} ${base.x + side.x},${base.y + side.y} ${base.x - side.x},${base.y - side.y}`;
}
