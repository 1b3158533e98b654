import { describe, expect, it } from "vitest";
import { ownersByRow, ownersFailure } from "./owners-view";

const nginx = { pid: 812, name: "nginx", uid: 33, unit: "nginx.service", container: null, sockets: 40 };
const answer = {
  atMs: 1,
  cpuUs: 900,
  problem: null,
  keys: [
    { key: { list: "localPorts" as const, port: 443 }, owners: [nginx], ownerless: 3, hidden: 0 },
    { key: { list: "peers" as const, address: "443" }, owners: [], ownerless: 0, hidden: 2 },
  ],
};

describe("ownersByRow", () => {
  it("finds the owners of a row in its own list only", () => {
    expect([...ownersByRow(answer, "localPorts")]).toEqual([
      ["443", { owners: [nginx], ownerless: 3, hidden: 0 }],
    ]);
    expect(ownersByRow(answer, "peers").get("443")?.hidden).toBe(2);
    expect(ownersByRow(answer, "cgroups").size).toBe(0);
  });
});

describe("ownersFailure", () => {
  it("has words for each way the question can fail", () => {
    expect([403, 409, 504, 429, 500, null].map(ownersFailure)).toEqual([
      "forbidden",
      "offline",
      "silent",
      "busy",
      "other",
      "other",
    ]);
  });
});
