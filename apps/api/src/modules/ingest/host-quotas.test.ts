import { expect, it } from "vitest";
import { Clock } from "../../platform/clock/clock.js";
import { HostQuotas } from "./host-quotas.js";

class HeldClock extends Clock {
  atMs = 0;

  nowMs(): number {
    return this.atMs;
  }

  monotonicMs(): number {
    return this.atMs;
  }
}

it("lets a host send as often as it should, and no oftener, whatever another does", () => {
  const clock = new HeldClock();
  const quotas = new HostQuotas(clock);
  const uses = Array.from({ length: 12 }, () => quotas.use("topLists", "a"));
  expect(uses.filter((waitMs) => waitMs === 0)).toHaveLength(10);
  expect(uses.at(-1)).toBe(1_000);
  expect(quotas.use("topLists", "b")).toBe(0);
  expect(quotas.use("condition", "a")).toBe(0);
  clock.atMs += 1_000;
  expect([quotas.use("topLists", "a"), quotas.use("topLists", "a")]).toEqual([0, 1_000]);
});

it("lets a day's spool in at once", () => {
  const quotas = new HostQuotas(new HeldClock());
  const uses = Array.from({ length: 2 * 24 * 60 }, () => quotas.use("records", "a"));
  expect(uses.every((waitMs) => waitMs === 0)).toBe(true);
});
