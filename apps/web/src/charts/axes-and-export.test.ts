import { describe, expect, it } from "vitest";
import { exportFileName } from "../lib/csv";
import { toCsv } from "./csv";
import { fromLogHeight, logTicks, toHeight } from "./log-scale";
import { tickPrecision, tickStepMs, timeTicks } from "./time-ticks";

describe("log scale", () => {
  it("keeps zero on the floor and tells one from zero", () => {
    expect(toHeight(0, "log")).toBe(0);
    expect(toHeight(1, "log")).toBeGreaterThan(0.3);
    expect(fromLogHeight(toHeight(4711, "log"))).toBeCloseTo(4711);
  });

  it("labels powers of ten up to the one that holds the largest value", () => {
    expect(logTicks(0)).toEqual([0, 1]);
    expect(logTicks(60)).toEqual([0, 1, 10, 100]);
    expect(logTicks(100)).toEqual([0, 1, 10, 100]);
  });
});

describe("time ticks", () => {
  it("puts five minutes on whole minutes", () => {
    const ticks = timeTicks(1_000_000_500_000, 1_000_000_800_000, 6, 0);
    expect(ticks.every((ms) => ms % 60_000 === 0)).toBe(true);
    expect(ticks).toHaveLength(6);
  });

  it("follows the local clock, also where it is off by half an hour", () => {
    const offsetMs = 5.5 * 3_600_000;
    const ticks = timeTicks(0, 86_400_000, 8, offsetMs);
    expect(ticks.every((ms) => (ms + offsetMs) % 10_800_000 === 0)).toBe(true);
  });

  it("counts long spans in whole days", () => {
    expect(tickStepMs(30 * 86_400_000, 8)).toBe(4 * 86_400_000);
    expect(tickPrecision(4 * 86_400_000)).toBe("day");
    expect(tickPrecision(10_000)).toBe("second");
  });
});

describe("toCsv", () => {
  it("writes UTC time, one column a series, and an empty field for a figure that is not there", () => {
    const csv = toCsv([0, 1000], [{ name: "TIME_WAIT", values: [3, null] }]);
    expect(csv).toBe("time_utc,TIME_WAIT\r\n1970-01-01T00:00:00.000Z,3\r\n1970-01-01T00:00:01.000Z,\r\n");
  });

  it("quotes names and disarms those a spreadsheet would run", () => {
    expect(toCsv([], [{ name: 'a,"b"', values: [] }])).toBe('time_utc,"a,""b"""\r\n');
    expect(toCsv([], [{ name: "=1+1", values: [] }])).toBe("time_utc,'=1+1\r\n");
  });

  it("names a file so that any system can keep it", () => {
    expect(exportFileName(["web/1", "states"], 0, "csv")).toBe("fourtuple-web-1-states-19700101T000000Z.csv");
  });
});
