import { METRICS } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { COUNTER_STORIES } from "./counter-stories";

describe("COUNTER_STORIES", () => {
  it("tells of every counter of the kernel's that is collected, once, and of none that is not", () => {
    const told = COUNTER_STORIES.flatMap((story) => story.metrics).sort();
    const ofKernel = METRICS.filter(({ kind, source }) => kind === "counter" && source !== "agent");
    const collected = ofKernel.map(({ name }) => name);
    expect(told).toEqual(collected.sort());
  });
});
