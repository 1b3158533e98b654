import { describe, expect, it } from "vitest";
import { filingTime, recordFilingTime } from "./filing-time.js";

const HOUR_MS = 3_600_000;
const nowMs = 1_000 * HOUR_MS;
const window = { nowMs, retentionMs: 48 * HOUR_MS };

describe("filingTime", () => {
  it("is the host's own while its clock can be believed", () => {
    for (const offMs of [0, 300_000, -48 * HOUR_MS]) {
      expect(filingTime(nowMs + offMs, window)).toBe(nowMs + offMs);
    }
  });

  it("is the server's where the host's clock is minutes ahead, or before all that is kept", () => {
    for (const offMs of [300_001, -48 * HOUR_MS - 1, -nowMs]) {
      expect(filingTime(nowMs + offMs, window)).toBe(nowMs);
    }
  });
});

describe("recordFilingTime", () => {
  it("believes a record of the past when the live clock is right", () => {
    expect(recordFilingTime(nowMs - HOUR_MS, 0, window)).toBe(nowMs - HOUR_MS);
    expect(recordFilingTime(nowMs - HOUR_MS, -59_000, window)).toBe(nowMs - HOUR_MS);
  });

  it.each([
    ["ahead", 9 * HOUR_MS],
    ["behind all that is kept", -900 * HOUR_MS],
  ])("moves the records of a clock that is far %s to where they were taken", (_, skewMs) => {
    expect(recordFilingTime(nowMs + skewMs - 30_000, skewMs, window)).toBe(nowMs - 30_000);
  });

  it("has no place for the future, for the forgotten, nor for what an earlier wrong clock wrote", () => {
    expect(recordFilingTime(nowMs + HOUR_MS, 0, window)).toBeNull();
    expect(recordFilingTime(nowMs - 49 * HOUR_MS, 0, window)).toBeNull();
    expect(recordFilingTime(nowMs, 9 * HOUR_MS, { ...window, retentionMs: HOUR_MS })).toBeNull();
  });
});
