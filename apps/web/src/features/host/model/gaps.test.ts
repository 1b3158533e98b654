import { describe, expect, it } from "vitest";
import { findGaps, findMissing } from "./gaps";

const t = [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000];
const context = { stepMs: 1000, intervalMs: 1000, toMs: 8000, enrolledAtMs: -1e9, known: [] };

describe("findGaps", () => {
  it("calls three empty steps a gap and two jitter", () => {
    expect(findGaps(t, [1, 0, 0, 0, 1, 0, 0, 1], context)).toEqual([
      { fromMs: 1000, toMs: 4000, reason: "agent-silent" },
    ]);
  });

  it("takes the reason from the server where it knows a better one", () => {
    const known = [{ fromMs: 500, toMs: 4500, reason: "host-rebooted" as const }];
    expect(findGaps(t, [1, 0, 0, 0, 1, 1, 1, 1], { ...context, known })[0]?.reason).toBe("host-rebooted");
  });

  it("says that samples were lost where the agent recorded it, whatever else is known", () => {
    const known = [
      { fromMs: 500, toMs: 4500, reason: "agent-silent" as const },
      { fromMs: 1000, toMs: 3000, reason: "spool-full" as const },
    ];
    expect(findGaps(t, [1, 0, 0, 0, 1, 1, 1, 1], { ...context, known })[0]?.reason).toBe("spool-full");
  });

  it("says of the newest stretch that nothing has come yet", () => {
    expect(findGaps(t, [1, 1, 1, 1, 0, 0, 0, 0], context)).toEqual([
      { fromMs: 4000, toMs: 8000, reason: "waiting" },
    ]);
  });

  it("does not blame an agent for the time before it was enrolled", () => {
    const gaps = findGaps(t, [0, 0, 0, 0, 0, 1, 1, 1], { ...context, enrolledAtMs: 4800 });
    expect(gaps).toEqual([{ fromMs: 0, toMs: 5000, reason: "not-enrolled" }]);
  });

  it("waits for two intervals of a slow agent", () => {
    expect(findGaps(t, [1, 0, 0, 0, 0, 1, 1, 1], { ...context, intervalMs: 3000 })).toEqual([]);
  });
});

describe("findMissing", () => {
  const sampled = [1, 1, 1, 1, 1, 1, 1, 1];

  it("finds where samples came without the figure", () => {
    expect(findMissing(t, sampled, [5, null, null, null, 5, 5, null, null], context)).toEqual([
      { fromMs: 1000, toMs: 4000, reason: "not-available" },
    ]);
  });

  it("leaves silence to the other rule, and bridges nothing where a figure is there", () => {
    expect(
      findMissing(t, [1, 0, 0, 0, 0, 0, 0, 0], [5, null, null, null, null, null, null, null], context),
    ).toEqual([]);
    expect(findMissing(t, sampled, [null, null, 5, null, null, 5, 5, 5], context)).toEqual([]);
  });
});
