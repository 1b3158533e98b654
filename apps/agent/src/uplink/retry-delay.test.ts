import type { Refuse } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { backoffLimitsFor, type ConnectionEnd, isLoopback, retryDelayMs } from "./retry-delay.js";

const limits = { baseMs: 1000, capMs: 60_000 };
const lost: ConnectionEnd = { kind: "lost", reason: "gone" };

function refused(code: Refuse["code"], retryAfterMs?: number): ConnectionEnd {
  return { kind: "refused", refuse: { code, message: "no", ...(retryAfterMs ? { retryAfterMs } : {}) } };
}

describe("retryDelayMs", () => {
  it("doubles the range from one second up to the cap", () => {
    const most = [0, 1, 2, 3, 4, 5, 6, 7, 2000].map((attempt) => retryDelayMs(lost, attempt, limits, 1));
    expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("spreads over the whole range", () => {
    expect(retryDelayMs(lost, 6, limits, 0)).toBe(0);
    expect(retryDelayMs(lost, 6, limits, 0.5)).toBe(30_000);
  });

  it("waits as long as the server asks, with the jitter on top", () => {
    expect(retryDelayMs(refused("overloaded", 20_000), 0, limits, 0)).toBe(20_000);
    expect(retryDelayMs(refused("overloaded", 20_000), 0, limits, 1)).toBe(21_000);
  });

  it("leaves a server that has another agent with our key alone for half a minute, and not in step with it", () => {
    const replaced: ConnectionEnd = { ...lost, isReplaced: true };
    expect(retryDelayMs(replaced, 0, limits, 0)).toBe(30_000);
    expect(retryDelayMs(replaced, 0, { baseMs: 10, capMs: 40 }, 1)).toBe(60_000);
  });

  it("does not believe a server that asks for more than an hour", () => {
    expect(retryDelayMs(refused("overloaded", Number.MAX_SAFE_INTEGER), 0, limits, 0)).toBe(3_600_000);
  });

  it.each(["unknown-agent", "revoked", "bad-proof", "unsupported-version"] as const)(
    "retries slowly after %s",
    (code) => {
      expect(retryDelayMs(refused(code), 0, limits, 0)).toBe(60_000);
    },
  );

  it.each(["malformed", "overloaded", "oversized"] as const)("retries as after a loss after %s", (code) => {
    expect(retryDelayMs(refused(code), 2, limits, 1)).toBe(4000);
  });
});

describe("backoffLimitsFor", () => {
  it("comes back to a server on this machine within 5 s, to another within 60 s", () => {
    expect(backoffLimitsFor("ws://127.0.0.1:4680").capMs).toBe(5000);
    expect(backoffLimitsFor("wss://fourtuple.example").capMs).toBe(60_000);
  });
});

describe("isLoopback", () => {
  it.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["[::1]", true],
    ["10.0.0.1", false],
    ["127.0.0.1.example", false],
    ["localhost.example", false],
  ])("%s: %s", (hostname, verdict) => {
    expect(isLoopback(hostname)).toBe(verdict);
  });
});
