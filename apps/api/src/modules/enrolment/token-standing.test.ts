import { describe, expect, it } from "vitest";
import { evaluateToken, refusalOfToken } from "./token-standing.js";

const NOW_MS = 1_000_000;
const open = { expiresAt: new Date(NOW_MS + 1), usedAt: null, revokedAt: null };
const past = new Date(NOW_MS - 1);

describe("a token", () => {
  it.each([
    ["open before its end", open, "open"],
    ["expired at its very end", { ...open, expiresAt: new Date(NOW_MS) }, "expired"],
    ["used, however old it is", { ...open, usedAt: past, expiresAt: past }, "used"],
    ["withdrawn, however old it is", { ...open, revokedAt: past, expiresAt: past }, "withdrawn"],
    ["used, when it was withdrawn too late", { ...open, usedAt: past, revokedAt: past }, "used"],
  ] as const)("is %s", (_, token, status) => {
    expect(evaluateToken(token, NOW_MS)).toBe(status);
  });

  it("is refused with a code of its own for what is wrong with it", () => {
    expect(refusalOfToken(null, NOW_MS).code).toBe("bad-token");
    expect(refusalOfToken({ ...open, revokedAt: past }, NOW_MS).code).toBe("bad-token");
    expect(refusalOfToken({ ...open, usedAt: past }, NOW_MS).code).toBe("used-token");
    expect(refusalOfToken({ ...open, expiresAt: past }, NOW_MS).code).toBe("expired-token");
  });
});
