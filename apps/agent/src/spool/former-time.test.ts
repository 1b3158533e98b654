import { describe, expect, it } from "vitest";
import { createFormerTime } from "./former-time.js";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START_MS = 1000;

describe("createFormerTime", () => {
  it("takes the newest for as old as the run, the others for as much older as they are", () => {
    const takenMs = createFormerTime([2 * MINUTE_MS, 5 * MINUTE_MS, 3 * MINUTE_MS], START_MS);
    expect(takenMs(5 * MINUTE_MS)).toBe(START_MS);
    expect(takenMs(3 * MINUTE_MS)).toBe(START_MS - 2 * MINUTE_MS);
    expect(takenMs(2 * MINUTE_MS)).toBe(START_MS - 3 * MINUTE_MS);
  });

  it("keeps the order over a leap of the clock, and does not count the leap", () => {
    const takenMs = createFormerTime([0, MINUTE_MS, 9 * DAY_MS, 9 * DAY_MS + MINUTE_MS], START_MS);
    const times = [0, MINUTE_MS, 9 * DAY_MS, 9 * DAY_MS + MINUTE_MS].map(takenMs);
    expect(times).toEqual([-7, -6, -1, 0].map((minutes) => START_MS + minutes * MINUTE_MS));
  });

  it("places what lies between, before and after those that it knows", () => {
    const takenMs = createFormerTime([10 * MINUTE_MS, 12 * MINUTE_MS], START_MS);
    expect(takenMs(11 * MINUTE_MS)).toBe(START_MS - MINUTE_MS);
    expect(takenMs(20 * MINUTE_MS)).toBe(START_MS);
    expect(takenMs(0)).toBe(START_MS - 2 * MINUTE_MS);
    expect(createFormerTime([], START_MS)(5)).toBe(START_MS);
  });
});
