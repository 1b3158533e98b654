import { describe, expect, it } from "vitest";
import { Clock } from "../../platform/clock/clock.js";
import { TooManyRequestsError } from "../../platform/errors/app-error.js";
import { LoginThrottle, networkOf } from "./login-throttle.js";

class FixedClock extends Clock {
  ms = 0;

  nowMs(): number {
    return this.ms;
  }

  monotonicMs(): number {
    return this.ms;
  }
}

function setUp() {
  const clock = new FixedClock();
  const throttle = new LoginThrottle(clock);
  const fails = (account: string, address: string) => {
    try {
      throttle.begin(account, address);
      return true;
    } catch (error) {
      if (error instanceof TooManyRequestsError) return false;
      throw error;
    }
  };
  return { clock, throttle, fails };
}

describe("LoginThrottle", () => {
  it("lets a person mistype five times, then one more each half minute", () => {
    const { clock, fails } = setUp();
    const tries = Array.from({ length: 7 }, () => fails("a", "192.0.2.1"));
    expect(tries).toEqual([true, true, true, true, true, false, false]);
    clock.ms = 30_000;
    expect([fails("a", "192.0.2.1"), fails("a", "192.0.2.1")]).toEqual([true, false]);
  });

  it("says how long to wait", () => {
    const { throttle, fails } = setUp();
    for (let n = 0; n < 5; n++) fails("a", "192.0.2.1");
    expect(() => throttle.begin("a", "192.0.2.1")).toThrow("try again in 30 s");
  });

  it("forgets failures once the right password came", () => {
    const { throttle, fails } = setUp();
    for (let n = 0; n < 4; n++) fails("a", "192.0.2.1");
    throttle.begin("a", "192.0.2.1").succeeded();
    expect(Array.from({ length: 5 }, () => fails("a", "192.0.2.1"))).toEqual(Array(5).fill(true));
  });

  it("bounds one address over all accounts", () => {
    const { fails } = setUp();
    const tries = Array.from({ length: 100 }, (_, n) => fails(`user${n}`, "192.0.2.1"));
    expect(tries.filter(Boolean)).toHaveLength(30);
    expect(fails("someone", "192.0.2.2")).toBe(true);
  });

  it("slows an attack from a thousand addresses to one try each, and never locks the owner out", () => {
    const { fails } = setUp();
    const address = (n: number) => `10.0.${n >> 8}.${n & 255}`;
    let guesses = 0;
    for (let round = 0; round < 5; round++) {
      for (let n = 0; n < 1_000; n++) if (fails("a", address(n))) guesses++;
    }
    // The first fifty are free; from then on each address has one.
    expect(guesses).toBeLessThan(1_300);
    expect(fails("a", "203.0.113.9")).toBe(true);
  });
});

describe("networkOf", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["unknown", "unknown"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
