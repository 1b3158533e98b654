import { describe, expect, it } from "vitest";
import { learnCost, predictUs } from "./cost-model.js";

const figures = (sockets: number | null, timeWait: number | null = 0) => ({
  sockets,
  timeWait,
  currEstab: 0,
});

describe("the cost of a census", () => {
  it.each([
    ["full", 49_298, 11_540, 31_900],
    ["troubled", 49_298, 11_540, 6_220],
    ["full", 198_067, 55_000, 131_500],
    ["troubled", 198_067, 55_000, 24_010],
    ["timeWait", 198_067, 55_000, 31_150],
    ["full", 997_817, 290_000, 699_410],
  ] as const)(
    "of %s with %d sockets is estimated within half of what was measured",
    (tier, sockets, timeWait, us) => {
      const estimate = predictUs(tier, null, figures(sockets, timeWait));
      expect(estimate).toBeGreaterThan(us * 0.5);
      expect(estimate).toBeLessThan(us * 2);
    },
  );

  it("is taken for that of a large host where sockstat cannot be read", () => {
    expect(predictUs("full", null, figures(null, null))).toBeGreaterThan(30_000);
  });

  it("follows the number of sockets from what was measured", () => {
    const known = learnCost("full", null, 32_000, figures(50_000));
    expect(predictUs("full", known, figures(50_000))).toBe(32_000);
    expect(predictUs("full", known, figures(500_000))).toBeCloseTo(32_000 + 0.65 * 450_000);
    expect(predictUs("full", known, figures(0))).toBe(3_200);
  });

  it("is known from the second measurement, where a table full of others' sockets makes an empty namespace dear", () => {
    const first = learnCost("full", null, 17_680, figures(3));
    const known = learnCost("full", first, 17_680, figures(3));
    expect(predictUs("full", known, figures(10))).toBeCloseTo(17_685, 0);
  });

  it("is not believed of the very first census, whose code is cold, beyond twice what was expected", () => {
    const cold = learnCost("full", null, 54_000, figures(7_061));
    expect(cold.cpuUs).toBeLessThan(10_000);
    expect(learnCost("full", null, 4_000, figures(7_061)).cpuUs).toBe(4_000);
  });

  it("is believed at once when far above, and slowly when below", () => {
    const known = learnCost("full", null, 10_000, figures(15_000));
    expect(learnCost("full", known, 40_000, figures(15_000)).cpuUs).toBe(40_000);
    expect(learnCost("full", known, 12_000, figures(15_000)).cpuUs).toBeCloseTo(10_600);
    expect(learnCost("full", known, 1_000, figures(15_000)).cpuUs).toBeCloseTo(7_300);
  });

  it("is never nothing", () => {
    const known = learnCost("full", null, 0, figures(0));
    expect(predictUs("full", known, figures(0))).toBe(1);
  });
});
