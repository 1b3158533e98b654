import { describe, expect, it } from "vitest";
import { sparkLinePath } from "./spark-line-path";

const box = { fromMs: 0, toMs: 5000, stepMs: 1000, widthPx: 50, heightPx: 12 };
const t = [0, 1000, 2000, 3000, 4000, 5000];

describe("sparkLinePath", () => {
  it("draws from zero up to the highest", () => {
    expect(sparkLinePath([0, 1000], [0, 10], box)).toBe("M0 11h0L10 1");
  });

  it("breaks over a hole and shows a lonely point as a dot", () => {
    expect(sparkLinePath(t, [5, null, null, null, 5, 5], box)).toBe("M0 1h0M40 1h0L50 1");
  });

  it("lays a quiet line on the floor", () => {
    expect(sparkLinePath([0, 1000], [0, 0], box)).toBe("M0 11h0L10 11");
  });

  it("is empty where nothing is known", () => {
    expect(sparkLinePath(t, [null, null, null, null, null, null], box)).toBe("");
  });
});
