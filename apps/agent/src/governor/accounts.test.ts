import { describe, expect, it } from "vitest";
import { pay } from "./accounts.js";
import type { Plan } from "./intervals.js";

const plan: Plan = {
  full: { intervalMs: 20_000, reason: "budget", share: 0.002 },
  troubled: { intervalMs: 5_000, reason: "budget", share: 0.001 },
  timeWait: { intervalMs: null, reason: "not-needed", share: 0 },
};
const empty = { full: null, troubled: null, timeWait: null };

describe("the accounts of the tiers", () => {
  it("let a census pay with the time until the next one", () => {
    expect(pay(empty, { tier: "troubled", startedMs: 1_000, spentUs: 5_000 }, plan)).toEqual({
      ...empty,
      troubled: 6_000,
    });
  });

  it("make up for one that came ahead of its time", () => {
    const accounts = { ...empty, full: 30_000 };
    expect(pay(accounts, { tier: "full", startedMs: 12_000, spentUs: 40_000 }, plan).full).toBe(50_000);
  });

  it("give nothing back for time that went unused", () => {
    expect(
      pay({ ...empty, full: 30_000 }, { tier: "full", startedMs: 90_000, spentUs: 40_000 }, plan).full,
    ).toBe(110_000);
  });

  it("charge a census that cost far more than planned for what it cost, and small errors not at all", () => {
    const bill = { tier: "full", startedMs: 0 } as const;
    expect(pay(empty, { ...bill, spentUs: 59_000 }, plan).full).toBe(20_000);
    expect(pay(empty, { ...bill, spentUs: 80_000 }, plan).full).toBe(40_000);
    expect(pay(empty, { ...bill, spentUs: 9e9 }, plan).full).toBe(300_000);
  });

  it("let the other tiers rest after the whole was counted, and charge them nothing", () => {
    const accounts = { full: 0, troubled: 900, timeWait: 99_000 };
    const bill = { tier: "full", startedMs: 1_000, spentUs: 40_000 } as const;
    expect(pay(accounts, bill, plan)).toEqual({ full: 21_000, troubled: 6_000, timeWait: 99_000 });
  });
});
