import { describe, expect, it } from "vitest";
import { isPlainOrigin, withOrigin } from "./shell-origin.js";

describe("an origin in a script", () => {
  it.each([
    "http://127.0.0.1:4680",
    "https://tcp.example.org",
    "http://[::1]:4680",
    "http://xn--bcher-kva.example",
  ])("is put wherever the script leaves room for it: %s", (origin) => {
    expect(withOrigin("a='@ORIGIN@' # @ORIGIN@\n", origin)).toBe(`a='${origin}' # ${origin}\n`);
  });

  it.each([
    "http://a'b",
    "http://$(id)",
    "http://a b",
    "http://a\nb",
    "ws://a",
    "http://a/x",
    "http://`id`",
    "",
  ])("is refused when a shell could read more into it: %j", (origin) => {
    expect(isPlainOrigin(origin)).toBe(false);
    expect(() => withOrigin("'@ORIGIN@'", origin)).toThrow(RangeError);
  });
});
