import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import {
  type StatesChoice,
  stateAtHeight,
  toStackedChartData,
  totalOf,
  visibleStates,
} from "./stacked-chart-data";

const flat = (values: (number | null)[]) => ({ avg: values, min: values, max: values });
const input = {
  t: [0, 1000, 2000, 3000],
  states: {
    ESTABLISHED: flat([5000, 5000, 5000, 5000]),
    TIME_WAIT: flat([10, 20, 30, 40]),
    CLOSE_WAIT: { avg: [1, 2, 3, 4], min: [0, 1, 2, 3], max: [9, 9, 9, 9] },
  },
};
const view = { fromMs: 0, toMs: 4000, widthPx: 400, stepMs: 1000 };
const choose = (choice: Partial<StatesChoice>): StatesChoice => ({
  hidden: new Set<TcpState>(),
  isolated: null,
  scale: "linear",
  ...choice,
});

describe("toStackedChartData", () => {
  it("stacks all eleven states in legend order, a state without figures included", () => {
    const data = toStackedChartData(input, choose({}), view);
    expect(data.mode).toBe("stacked");
    expect(data.lines.map((line) => line.state)).toEqual([...TCP_STATES]);
    expect(data.lines.every((line) => line.points.length === 4)).toBe(true);
  });

  it("gives every stacked state the same times, so that the areas meet", () => {
    const data = toStackedChartData(input, choose({}), { ...view, widthPx: 1 });
    const times = data.lines.map((line) => line.points.map((point) => point.x).join());
    expect(new Set(times).size).toBe(1);
  });

  it("stands each state on the one before it, so that the top edge is the total", () => {
    const data = toStackedChartData(input, choose({}), view);
    const tops = (state: TcpState) => data.lines.find((line) => line.state === state)?.points.map((p) => p.y);
    expect(tops("ESTABLISHED")).toEqual([5000, 5000, 5000, 5000]);
    expect(tops("TIME_WAIT")).toEqual([5010, 5020, 5030, 5040]);
    expect(tops("CLOSE")).toEqual([5011, 5022, 5033, 5044]);
  });

  it("adds up what each state was at most, over areas of averages", () => {
    const ceiling = toStackedChartData(input, choose({}), view).ceiling;
    expect(ceiling?.map((point) => point.y)).toEqual([5019, 5029, 5039, 5049]);
  });

  it("has no ceiling where every step is one sample", () => {
    const seconds = { t: input.t, states: { ESTABLISHED: input.states.ESTABLISHED } };
    expect(toStackedChartData(seconds, choose({}), view).ceiling).toBeNull();
  });

  it("leaves out hidden states", () => {
    const data = toStackedChartData(input, choose({ hidden: new Set(["ESTABLISHED"]) }), view);
    expect(data.lines.map((line) => line.state)).not.toContain("ESTABLISHED");
  });

  it("draws an isolated state from the floor, with the band from its lows to its highs", () => {
    const data = toStackedChartData(input, choose({ isolated: "CLOSE_WAIT" }), view);
    expect(data.mode).toBe("lines");
    expect(data.lines).toHaveLength(1);
    expect(data.band?.high.map((point) => point.y)).toEqual([9, 9, 9, 9]);
  });

  it("does not stack on the log scale, so that a small state under a large one is seen", () => {
    const data = toStackedChartData(input, choose({ scale: "log" }), view);
    const height = (state: TcpState) => data.lines.find((line) => line.state === state)?.points[0]?.y ?? 0;
    expect(data.mode).toBe("lines");
    expect(height("TIME_WAIT") / height("ESTABLISHED")).toBeGreaterThan(0.25);
  });

  it("breaks every state where the census failed", () => {
    const holed = { t: [0, 1000, 2000, 3000, 4000], states: { LISTEN: flat([1, null, null, null, 2]) } };
    const data = toStackedChartData(holed, choose({}), { ...view, toMs: 5000 });
    expect(data.lines[0]?.points.map((point) => point.y)).toEqual([1, Number.NaN, 2]);
  });
});

describe("totalOf", () => {
  it("is not available where no state has a figure, and never a made-up zero", () => {
    const totals = totalOf({ t: [0, 1], states: { LISTEN: flat([null, 3]), CLOSE: flat([null, null]) } }, [
      "LISTEN",
      "CLOSE",
    ]);
    expect(totals).toEqual([null, 3]);
  });
});

describe("visibleStates", () => {
  it("shows the isolated state even when it is hidden", () => {
    expect(visibleStates(choose({ isolated: "CLOSE", hidden: new Set(["CLOSE"]) }))).toEqual(["CLOSE"]);
  });
});

describe("stateAtHeight", () => {
  it("finds the area under a height, and none above the top", () => {
    const data = toStackedChartData(input, choose({}), view);
    expect(stateAtHeight(data, 900, 4000)).toBe("ESTABLISHED");
    expect(stateAtHeight(data, 900, 5015)).toBe("TIME_WAIT");
    expect(stateAtHeight(data, 900, 9000)).toBeNull();
  });

  it("finds the nearest line on the log scale", () => {
    const data = toStackedChartData(input, choose({ scale: "log" }), view);
    expect(stateAtHeight(data, 0, 3.6)).toBe("ESTABLISHED");
    expect(stateAtHeight(data, 0, 1.1)).toBe("TIME_WAIT");
  });
});
