import { describe, expect, it } from "vitest";
import { BusyError } from "../../platform/errors/app-error.js";
import { PasswordHasher } from "./password-hasher.js";

describe("PasswordHasher", () => {
  it("makes argon2id hashes of 46 MiB and one pass, and knows its own", async () => {
    const hasher = new PasswordHasher();
    const hash = await hasher.hash("correct horse");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(await hasher.verify(hash, "correct horse")).toBe(true);
    expect(await hasher.verify(hash, "wrong horse")).toBe(false);
  });

  it("never takes the password of nobody", async () => {
    expect(await new PasswordHasher().verify(null, "")).toBe(false);
  });

  it("sends away what it cannot get to soon, and works on", async () => {
    const hasher = new PasswordHasher();
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => hasher.verify(null, "x")));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(8);
    expect(refused.every(({ reason }) => reason instanceof BusyError)).toBe(true);
    expect(await hasher.verify(null, "x")).toBe(false);
  });
});
