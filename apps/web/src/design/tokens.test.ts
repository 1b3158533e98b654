import { readFileSync } from "node:fs";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { contrast, distance, parseHex, type Rgb, seenWith, VISIONS } from "./color-science.fixture";
import { SEVERITIES } from "./severity";
import { stateToken } from "./state-tokens";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function readTheme(selector: string): ReadonlyMap<string, Rgb> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [
      name,
      parseHex(hex),
    ]),
  );
}

const themes = { light: readTheme(":root"), dark: readTheme(':root[data-theme="dark"]') } as const;
const stateTokens = TCP_STATES.map(stateToken);
const severityTokens = SEVERITIES.map((severity) => `--severity-${severity}`);

it("gives light and dark the same names", () => {
  expect([...themes.dark.keys()]).toEqual([...themes.light.keys()]);
  expect(themes.light.size).toBeGreaterThan(25);
});

describe.each(["light", "dark"] as const)("the %s theme", (name) => {
  const theme = themes[name];
  const color = (token: string): Rgb => {
    const found = theme.get(token);
    if (!found) throw new Error(`${token} is missing in the ${name} theme`);
    return found;
  };
  const grounds = ["--surface", "--raised", "--popover"];

  it.each(["--text", "--muted", "--accent", ...severityTokens])(
    "%s reads on every ground (AA, 4.5:1)",
    (token) => {
      for (const ground of [...grounds, "--hover", "--accent-quiet"]) {
        expect(contrast(color(token), color(ground)), ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it("reads on the accent", () => {
    expect(contrast(color("--on-accent"), color("--accent"))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...stateTokens, "--line-strong"])("%s stands out as a mark (3:1)", (token) => {
    for (const ground of ["--surface", "--raised"]) {
      expect(contrast(color(token), color(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(VISIONS)("keeps neighbours of the legend plainly apart with %s", (vision) => {
    for (const [index, token] of stateTokens.entries()) {
      const next = stateTokens[index + 1];
      if (!next) continue;
      const apart = distance(seenWith(vision, color(token)), seenWith(vision, color(next)));
      expect(apart, `${token} ${next}`).toBeGreaterThanOrEqual(0.1);
    }
  });

  it.each(VISIONS)("keeps any two states more than noticeably apart with %s", (vision) => {
    for (const [index, token] of stateTokens.entries()) {
      for (const other of stateTokens.slice(index + 1)) {
        const apart = distance(seenWith(vision, color(token)), seenWith(vision, color(other)));
        expect(apart, `${token} ${other}`).toBeGreaterThanOrEqual(0.04);
      }
    }
  });

  it("never shows a severity in a state's colour", () => {
    for (const severity of ["--severity-info", "--severity-warning", "--severity-critical"]) {
      for (const state of stateTokens) {
        expect(distance(color(severity), color(state)), `${severity} ${state}`).toBeGreaterThanOrEqual(0.05);
      }
    }
  });
});
