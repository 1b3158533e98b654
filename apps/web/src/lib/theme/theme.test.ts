import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { parseThemeChoice, resolveTheme, THEME_SCRIPT } from "./theme";

/** Runs the head script as the browser would. */
function themeBeforePaint(stored: string | null | Error, systemDark: boolean): string | undefined {
  const dataset: { theme?: string } = {};
  const getItem = () => {
    if (stored instanceof Error) throw stored;
    return stored;
  };
  vm.runInNewContext(THEME_SCRIPT, {
    localStorage: { getItem },
    matchMedia: () => ({ matches: systemDark }),
    document: { documentElement: { dataset } },
  });
  return dataset.theme;
}

describe("the theme before the first paint", () => {
  it.each(["light", "dark", "system", "nonsense", null])(
    "is the one the page decides later: stored %s",
    (stored) => {
      for (const systemDark of [true, false]) {
        expect(themeBeforePaint(stored, systemDark)).toBe(resolveTheme(parseThemeChoice(stored), systemDark));
      }
    },
  );

  it("follows the system where storage is refused", () => {
    expect(themeBeforePaint(new Error("denied"), true)).toBe("dark");
  });
});
