import type { TcpState } from "@fourtuple/core/tcp";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place on the grid of the diagram: opening at the top, closing first on the left, closing second on the right. */
type Column = "left" | "centre" | "right";

export const STATE_PLACE: Readonly<Record<TcpState, readonly [Column, row: number]>> = {
  CLOSE: ["centre", 0],
  LISTEN: ["right", 1],
  SYN_SENT: ["left", 2],
  SYN_RECV: ["right", 2],
  ESTABLISHED: ["centre", 3],
  FIN_WAIT1: ["left", 4],
  CLOSE_WAIT: ["right", 4],
  FIN_WAIT2: ["left", 5],
  CLOSING: ["centre", 5],
  LAST_ACK: ["right", 5],
  TIME_WAIT: ["left", 6],
};

const ROWS = 7;

/** One drawing size, in its own units. The narrow one fits a phone at full text size. */
export interface Frame {
  readonly name: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  readonly column: Readonly<Record<Column, number>>;
  readonly rowGap: number;
  readonly labelSize: number;
  /** Labels with a comma take two lines. */
  readonly splitLabels: boolean;
}

const MARGIN = 2;

function frame(
  name: Frame["name"],
  size: Pick<Frame, "width" | "nodeWidth" | "nodeHeight" | "rowGap" | "labelSize">,
): Frame {
  const side = size.nodeWidth / 2 + MARGIN;
  return {
    name,
    ...size,
    height: (ROWS - 1) * size.rowGap + size.nodeHeight + 2 * MARGIN,
    column: { left: side, centre: size.width / 2, right: size.width - side },
    splitLabels: name === "narrow",
  };
}

export const FRAMES = {
  wide: frame("wide", { width: 680, nodeWidth: 140, nodeHeight: 44, rowGap: 94, labelSize: 11.5 }),
  narrow: frame("narrow", { width: 360, nodeWidth: 110, nodeHeight: 40, rowGap: 92, labelSize: 10.5 }),
} as const;

/** @returns the middle of a row, from the top of the drawing. */
export function rowY(frame: Frame, row: number): number {
  return MARGIN + frame.nodeHeight / 2 + row * frame.rowGap;
}

/** @returns the middle of a state's box. */
export function stateCentre(frame: Frame, state: TcpState): Point {
  const [column, row] = STATE_PLACE[state];
  return { x: frame.column[column], y: rowY(frame, row) };
}

/** Where connections end: a second CLOSE at the bottom right spares two arrows across the whole picture. */
export function endCentre(frame: Frame): Point {
  return { x: frame.column.right, y: rowY(frame, ROWS - 1) };
}
