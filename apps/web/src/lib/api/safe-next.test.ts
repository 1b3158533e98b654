import { describe, expect, it } from "vitest";
import { loginHref, safeNext } from "./safe-next";

describe("safeNext", () => {
  it("keeps a path of this site with its query and hash", () => {
    expect(safeNext("/host/?id=1#states")).toBe("/host/?id=1#states");
    expect(safeNext("/?q=web&sort=-TIME_WAIT")).toBe("/?q=web&sort=-TIME_WAIT");
  });

  it.each([
    null,
    "",
    "host/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%0a/../\u0000",
  ])("sends %j to the fleet", (next) => {
    expect(safeNext(next)).toBe("/");
  });

  it("sends an address of absurd length to the fleet", () => {
    expect(safeNext(`/${"a".repeat(3000)}`)).toBe("/");
  });

  it("stays on this origin after the path is normalised", () => {
    for (const next of ["/..//evil.example", "/.//evil.example/x", "/a/..//evil.example"]) {
      expect(new URL(safeNext(next), "https://fourtuple.example").origin).toBe("https://fourtuple.example");
    }
  });

  it("never leads back to the login or setup page", () => {
    expect(safeNext("/login/?next=/host/")).toBe("/");
    expect(safeNext("/setup/")).toBe("/");
    expect(safeNext("/loginx/")).toBe("/loginx/");
  });
});

describe("loginHref", () => {
  it("carries the page that asked, and nothing when it was the fleet itself", () => {
    expect(loginHref("/host/?id=7")).toBe("/login/?next=%2Fhost%2F%3Fid%3D7");
    expect(loginHref("/")).toBe("/login/");
  });
});
