import { describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "./database-url.js";

describe("parseDatabaseUrl", () => {
  it.each([
    ["postgresql://ann:pw@db.example.org:6000/tcp", "db.example.org:6000", "ann", "tcp"],
    ["postgres://ann:pw@[::1]/tcp", "[::1]:5432", "ann", "tcp"],
    ["postgresql://ann%40home:p%25w@db/t%20cp", "db:5432", "ann@home", "t cp"],
    ["postgresql://ann@/tcp?host=/run/postgresql", "/run/postgresql:5432", "ann", "tcp"],
    ["postgresql://ann:pw@db", "db:5432", "ann", "ann"],
  ])("reads %s", (url, where, user, database) => {
    expect(parseDatabaseUrl(url)).toEqual({ ok: true, target: { where, user, database } });
  });

  it("never repeats the password in a refusal", () => {
    for (const url of ["mysql://ann:topsecret@db/x", "postgresql://ann:topsecret%@db/x", "topsecret"]) {
      const parsed = parseDatabaseUrl(url);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain("topsecret");
    }
  });
});
