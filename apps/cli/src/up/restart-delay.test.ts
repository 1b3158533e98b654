import { expect, test } from "vitest";
import { nextRestart } from "./restart-delay.js";

test("each failure doubles the delay, up to half a minute", () => {
  const delays: number[] = [];
  for (let failures = 0; failures < 7; ) {
    const restart = nextRestart(failures, 10);
    delays.push(restart.delayMs);
    failures = restart.failures;
  }
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("a program that had run for a minute starts again at once as if it were new", () => {
  expect(nextRestart(6, 60_000)).toEqual({ failures: 1, delayMs: 1_000 });
});
