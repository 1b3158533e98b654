import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatFinePercent,
  formatNumber,
  formatPercent,
  formatRate,
  formatShortCount,
} from "./figures";
import { ageParts, durationParts, finePartsOf, formatTime } from "./times";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("figures", () => {
  it("groups thousands and never shows a fraction of a socket", () => {
    expect(formatCount(12480, "en")).toBe("12,480");
    expect(formatCount(28231.6, "zh-CN")).toBe("28,232");
  });

  it("shortens a count only where it would be cut off in a narrow column", () => {
    expect(formatShortCount(99_999, "en")).toBe("99,999");
    expect(formatShortCount(131_072, "en")).toBe("131K");
    expect(formatShortCount(131_072, "zh-CN")).toBe("13.1万");
  });

  it("keeps three figures of a small number and all of a large one", () => {
    expect(formatNumber(12480.4, "en")).toBe("12,480");
    expect(formatNumber(12.4567, "en")).toBe("12.5");
    expect(formatNumber(0.12345, "en")).toBe("0.123");
    expect(formatNumber(0, "en")).toBe("0");
  });

  it("gives a rate its unit", () => {
    expect(plain(formatRate(1250, "en"))).toBe("1,250 /s");
  });

  it("never rounds something to 0 % nor not-quite-all to 100 %", () => {
    expect(plain(formatPercent(0.44, "en"))).toBe("44 %");
    expect(plain(formatPercent(0.0004, "en"))).toBe("< 1 %");
    expect(plain(formatPercent(0.9999, "en"))).toBe("99 %");
    expect(plain(formatPercent(1, "en"))).toBe("100 %");
    expect(plain(formatPercent(0, "en"))).toBe("0 %");
    expect(plain(formatPercent(1.5, "en"))).toBe("150 %");
  });

  it("keeps two figures of a small share", () => {
    expect(plain(formatFinePercent(0.00123, "en"))).toBe("0.12 %");
    expect(plain(formatFinePercent(0.01, "zh-CN"))).toBe("1 %");
    expect(plain(formatFinePercent(0, "en"))).toBe("0 %");
  });

  it("names binary units of bytes", () => {
    expect(plain(formatBytes(0, "en"))).toBe("0 B");
    expect(plain(formatBytes(1023, "en"))).toBe("1,023 B");
    expect(plain(formatBytes(1536, "en"))).toBe("1.5 KiB");
    expect(plain(formatBytes(4 * 1024 ** 3, "en"))).toBe("4 GiB");
    expect(plain(formatBytes(5000 * 1024 ** 4, "en"))).toBe("5,000 TiB");
  });
});

describe("ages and durations", () => {
  it("says an age in one unit and never makes it younger by a whole unit", () => {
    expect(ageParts(-40)).toEqual({ unit: "now", value: 0 });
    expect(ageParts(999)).toEqual({ unit: "now", value: 0 });
    expect(ageParts(2999)).toEqual({ unit: "seconds", value: 2 });
    expect(ageParts(60_000)).toEqual({ unit: "minutes", value: 1 });
    expect(ageParts(47 * 3_600_000)).toEqual({ unit: "hours", value: 47 });
    expect(ageParts(48 * 3_600_000)).toEqual({ unit: "days", value: 2 });
  });

  it("says a duration in its two largest units and leaves out a zero", () => {
    expect(durationParts(725_000)).toEqual([
      { unit: "minute", value: 12 },
      { unit: "second", value: 5 },
    ]);
    expect(durationParts(3_600_000)).toEqual([{ unit: "hour", value: 1 }]);
    expect(durationParts(0)).toEqual([{ unit: "second", value: 0 }]);
    expect(durationParts(-5)).toEqual([{ unit: "second", value: 0 }]);
  });

  it("says CPU time in the unit that gives three figures", () => {
    expect(finePartsOf(850)).toEqual([{ unit: "microsecond", value: 850 }]);
    expect(finePartsOf(132_480)).toEqual([{ unit: "millisecond", value: 132 }]);
    expect(finePartsOf(999_900)).toEqual([{ unit: "second", value: 1 }]);
    expect(finePartsOf(1_500_000)).toEqual([{ unit: "second", value: 1.5 }]);
    expect(finePartsOf(25_700_000)).toEqual([{ unit: "second", value: 26 }]);
    expect(finePartsOf(150_000_000)).toEqual([
      { unit: "minute", value: 2 },
      { unit: "second", value: 30 },
    ]);
  });

  it("adds the day to a time that is not today's", () => {
    const now = new Date(2026, 10, 20, 15, 0, 0).getTime();
    const morning = new Date(2026, 10, 20, 9, 14, 5).getTime();
    expect(formatTime(morning, now, "en", false)).toBe("09:14");
    expect(formatTime(morning, now, "en", true)).toBe("09:14:05");
    expect(formatTime(morning - 86_400_000, now, "en", false)).toContain("Nov 19");
  });
});
