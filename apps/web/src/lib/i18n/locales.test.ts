import { describe, expect, it } from "vitest";
import { pickLocale } from "./locales";

describe("pickLocale", () => {
  it("takes the language chosen before", () => {
    expect(pickLocale("zh-CN", ["en-GB"])).toBe("zh-CN");
  });

  it("else the first of the browser's that is spoken here", () => {
    expect(pickLocale(null, ["de-DE", "zh-Hans-SG", "en"])).toBe("zh-CN");
    expect(pickLocale("xx", ["fr", "EN-us"])).toBe("en");
  });

  it("else English", () => {
    expect(pickLocale(null, ["fr"])).toBe("en");
    expect(pickLocale(null, [])).toBe("en");
  });
});
