import { readdirSync, readFileSync } from "node:fs";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { METRICS } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { loadBase, loadTexts } from "./catalogue";
import { LOCALES, type Locale } from "./locales";

const folder = new URL("../../messages/", import.meta.url);
const areas = (locale: Locale) =>
  readdirSync(new URL(`${locale}/`, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(".json", ""));

function flatten(value: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null) return [[path.join("."), `not a text: ${String(value)}`]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}

function readArea(locale: Locale, area: string): ReadonlyMap<string, string> {
  return new Map(flatten(JSON.parse(readFileSync(new URL(`${locale}/${area}.json`, folder), "utf8"))));
}

/** Names of the arguments and tags of a message, wherever they are in it. */
function argumentsOf(elements: readonly MessageFormatElement[]): readonly string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...argumentsOf(element.children)];
    const inner =
      element.type === TYPE.plural || element.type === TYPE.select
        ? Object.values(element.options).flatMap((option) => argumentsOf(option.value))
        : [];
    return [element.value, ...inner];
  });
}

const argumentSet = (message: string) => [...new Set(argumentsOf(parse(message)))].sort();

it("every area is in both languages, and in the catalogue of each", async () => {
  for (const locale of LOCALES) expect(areas(locale)).toEqual(areas("en"));
  for (const locale of LOCALES) {
    const catalogue = { ...(await loadBase(locale)), ...(await loadTexts(locale)) };
    expect(Object.keys(catalogue).sort()).toEqual(areas("en").sort());
  }
});

describe.each(areas("en"))("%s", (area) => {
  const en = readArea("en", area);
  const zh = readArea("zh-CN", area);

  it("has the same keys in both languages", () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it.each(LOCALES)("parses, and says something, in %s", (locale) => {
    for (const [key, message] of readArea(locale, area)) {
      expect(message.trim(), key).not.toBe("");
      expect(() => parse(message), `${key}: ${message}`).not.toThrow();
    }
  });

  it("takes the same arguments in both languages", () => {
    for (const [key, message] of en) {
      expect(argumentSet(zh.get(key) ?? ""), key).toEqual(argumentSet(message));
    }
  });

  it("has no English left in the Chinese", () => {
    const left = [...zh]
      .filter(([, message]) => isEnglish(message))
      .map(([key, message]) => `${key}: ${message}`);
    expect(left).toEqual([]);
  });

  it("ends its Chinese sentences as Chinese does", () => {
    const wrong = [...zh].filter(([, message]) => /[\u4e00-\u9fff][,.;:!?](\s|$)/.test(message));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

/** Names that are the same in every language: the kernel's, tools', units, and what people type. */
const NAMES = new Set(
  [
    ...TCP_STATES,
    ...METRICS.flatMap((metric) => metric.name.split(".")),
    ..."sock_diag procfs sockstat sockstat6 snmp netstat proc net tcp tcp6 sys sysctl ss uid ESC Tab Ctrl Fourtuple".split(
      " ",
    ),
    ..."CSV PNG JSON API HTTP KiB MiB GiB RFC IP TCP SYN ACK FIN RST MSL URL CPU UTC s ms min h d".split(" "),
  ].map((name) => name.toLowerCase()),
);

/** A text without a Chinese character whose words are not all names. */
function isEnglish(message: string): boolean {
  if (/[\u4e00-\u9fff]/.test(message)) return false;
  const plain = message.replace(/[{<][^{}<>]*[}>]/g, " ");
  const words = plain.match(/[A-Za-z][A-Za-z_0-9]*/g) ?? [];
  return words.some((word) => !NAMES.has(word.toLowerCase()) && !word.includes("_"));
}
