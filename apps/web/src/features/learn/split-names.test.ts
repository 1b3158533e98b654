import { expect, test } from "vitest";
import { splitNames } from "./split-names";

const shape = (text: string) => splitNames(text).map(({ kind, text: words }) => [kind, words]);

test("what stands between backticks is code, the kernel's words are names, and nothing is lost", () => {
  expect(shape("`close()` ends CLOSE_WAIT; `tcp_fin_timeout` does not.")).toEqual([
    ["code", "close()"],
    ["text", " ends "],
    ["name", "CLOSE_WAIT"],
    ["text", "; "],
    ["code", "tcp_fin_timeout"],
    ["text", " does not."],
  ]);
});

test("names are found beside Chinese too, ordinary capitals are left alone", () => {
  expect(shape("报 EADDRNOTAVAIL，ListenOverflows 在涨")).toEqual([
    ["text", "报 "],
    ["name", "EADDRNOTAVAIL"],
    ["text", "，"],
    ["name", "ListenOverflows"],
    ["text", " 在涨"],
  ]);
  expect(shape("A SYN flood, NAT and ACK")).toEqual([["text", "A SYN flood, NAT and ACK"]]);
});

test("each piece knows its own place", () => {
  const parts = splitNames("`a` LISTEN `b` LISTEN");
  expect(new Set(parts.map(({ at }) => at)).size).toBe(parts.length);
});
