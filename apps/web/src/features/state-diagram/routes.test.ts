import { STATE_MACHINE, TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { describe, expect, test } from "vitest";
import english from "../../messages/en/states.json";
import chinese from "../../messages/zh-CN/states.json";
import { endCentre, FRAMES, type Frame, type Point, stateCentre } from "./frame";
import { labelLines } from "./label";
import { type Route, routesOf } from "./routes";

interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LANGUAGES = { en: english.diagram.edges, "zh-CN": chinese.diagram.edges } as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

function boxAt(frame: Frame, name: string, { x, y }: Point): Box {
  const halfWidth = frame.nodeWidth / 2;
  const halfHeight = frame.nodeHeight / 2;
  return { name, left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

/** Wider than Geist and Noto Sans CJK draw it: 0.6 em a Latin letter, 1 em a Chinese character. */
function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.6), 0) * size;
}

function labelBox(frame: Frame, route: Route, text: string): Box {
  const lines = labelLines(text, frame.splitLabels);
  const width = Math.max(...lines.map((line) => textWidth(line, frame.labelSize)));
  const height = lines.length * frame.labelSize * 1.2;
  const { x, y, anchor } = route.label;
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { name: `"${text}"`, left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
}

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function onBorder(box: Box, { x, y }: Point): boolean {
  const vertical = (x === box.left || x === box.right) && y >= box.top && y <= box.bottom;
  const horizontal = (y === box.top || y === box.bottom) && x >= box.left && x <= box.right;
  return vertical || horizontal;
}

/** The straight pieces of an arrow, as boxes as thick as its line. */
function ways(route: Route): Box[] {
  return route.points.slice(1).map((to, index) => {
    const from = route.points[index] as Point;
    return {
      name: route.id,
      left: Math.min(from.x, to.x) - 0.75,
      right: Math.max(from.x, to.x) + 0.75,
      top: Math.min(from.y, to.y) - 0.75,
      bottom: Math.max(from.y, to.y) + 0.75,
    };
  });
}

const stateBox = (frame: Frame, state: TcpState) => boxAt(frame, state, stateCentre(frame, state));
const endBox = (frame: Frame) => boxAt(frame, "end", endCentre(frame));

describe.each(Object.values(FRAMES))("the $name drawing", (frame) => {
  const routes = routesOf(frame);

  test("every arrow is a transition of the state machine and joins its two states", () => {
    for (const route of routes) {
      const transition = STATE_MACHINE.transitions.find(({ id }) => id === route.id);
      expect(transition, route.id).toBeDefined();
      if (!transition) continue;
      const start = route.points.at(0) as Point;
      const end = route.points.at(-1) as Point;
      const goals = [stateBox(frame, transition.to), ...(transition.to === "CLOSE" ? [endBox(frame)] : [])];
      expect(onBorder(stateBox(frame, transition.from), start), `${route.id} start`).toBe(true);
      expect(
        goals.some((goal) => onBorder(goal, end)),
        `${route.id} end`,
      ).toBe(true);
    }
  });

  test("every state is reached and left, but none twice between the same two by different arrows", () => {
    const touched = new Set(
      routes.flatMap(({ id }) => {
        const transition = STATE_MACHINE.transitions.find((candidate) => candidate.id === id);
        return transition ? [transition.from, transition.to] : [];
      }),
    );
    expect([...touched].sort()).toEqual([...TCP_STATES].sort());
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  });

  test.each(Object.keys(LANGUAGES))(
    "no text touches a box, an arrow, another text or the margin (%s)",
    (language) => {
      const texts = LANGUAGES[language] ?? {};
      const labels = routes.map((route) => labelBox(frame, route, texts[route.id] ?? ""));
      const boxes = [
        ...TCP_STATES.map((state) => stateBox(frame, state)),
        endBox(frame),
        ...routes.flatMap(ways),
      ];
      const clashes: string[] = [];
      labels.forEach((label, index) => {
        for (const other of [...boxes, ...labels.slice(index + 1)]) {
          if (overlap(label, other)) clashes.push(`${label.name} and ${other.name}`);
        }
        if (label.left < 0 || label.right > frame.width) clashes.push(`${label.name} and the margin`);
      });
      expect(clashes).toEqual([]);
    },
  );

  test("arrows run level or upright and never through a state they do not join", () => {
    for (const route of routes) {
      const transition = STATE_MACHINE.transitions.find(({ id }) => id === route.id);
      for (const [index, to] of route.points.slice(1).entries()) {
        const from = route.points[index] as Point;
        expect(from.x === to.x || from.y === to.y, route.id).toBe(true);
      }
      for (const state of TCP_STATES) {
        if (state === transition?.from || state === transition?.to) continue;
        const through = ways(route).some((way) => overlap(way, stateBox(frame, state)));
        expect(through, `${route.id} through ${state}`).toBe(false);
      }
    }
  });
});

test("both languages label exactly the arrows that are drawn", () => {
  const drawn = routesOf(FRAMES.wide)
    .map(({ id }) => id)
    .sort();
  for (const texts of Object.values(LANGUAGES)) expect(Object.keys(texts).sort()).toEqual(drawn);
});
