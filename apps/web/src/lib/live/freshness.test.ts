import { describe, expect, it } from "vitest";
import { hostStatusAt } from "./freshness";

const host = { lastSeenMs: 100_000, intervalMs: 1000, connected: true };

describe("hostStatusAt", () => {
  it("is live up to three intervals and the way here", () => {
    expect(hostStatusAt(host, 104_500)).toBe("live");
    expect(hostStatusAt({ ...host, intervalMs: 10_000 }, 131_000)).toBe("live");
  });

  it("is stale after that while connected, offline when not", () => {
    expect(hostStatusAt(host, 104_501)).toBe("stale");
    expect(hostStatusAt({ ...host, connected: false }, 104_501)).toBe("offline");
  });

  it("has never been seen without a sample, connected or not", () => {
    expect(hostStatusAt({ ...host, lastSeenMs: null }, 1)).toBe("never");
  });

  it("takes a moment's clock trouble as fresh", () => {
    expect(hostStatusAt(host, 99_000)).toBe("live");
  });
});
