import { describe, expect, it } from "vitest";
import { connectionFailure } from "./connection-failures.js";

const target = { where: "db:5432", user: "ann", database: "tcp" };
const failed = (fields: object) => Object.assign(new Error("raw"), fields);

describe("connectionFailure", () => {
  it.each([
    ["ECONNREFUSED", "refused"],
    ["ENOENT", "refused"],
    ["ENOTFOUND", "unknown-host"],
    ["EAI_AGAIN", "unknown-host"],
    ["ETIMEDOUT", "timeout"],
    ["EHOSTUNREACH", "timeout"],
    ["28P01", "auth-failed"],
    ["28000", "auth-failed"],
    ["3D000", "database-missing"],
    ["57P03", "not-ready"],
    ["XX000", "failed"],
  ])("names %s as %s, in a sentence with the place", (code, expected) => {
    const failure = connectionFailure(failed({ code }), target);
    expect(failure.code).toBe(expected);
    expect(failure.reason).toMatch(/db:5432.*\.$/);
  });

  it("looks into the error for a name with several addresses, which has no message of its own", () => {
    const error = new AggregateError([failed({ code: "ECONNREFUSED" })], "");
    expect(connectionFailure(error, target).code).toBe("refused");
  });

  it("knows pg's own timeout, and that a missing password is a refusal", () => {
    expect(connectionFailure(new Error("timeout expired"), target).code).toBe("timeout");
    const missing = new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string");
    expect(connectionFailure(missing, target).code).toBe("auth-failed");
  });

  it("passes on what it does not know", () => {
    expect(connectionFailure("odd", target).reason).toBe("Connecting to PostgreSQL at db:5432 failed: odd.");
  });
});
