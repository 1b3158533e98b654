import { describe, expect, it } from "vitest";
import { endpointOf, fillOf, sortListeners } from "./sort-listeners";

const listener = (port: number, acceptQueue: number, backlog: number | null, address = "0.0.0.0") => ({
  address,
  port,
  acceptQueue,
  backlog,
  drops: null,
  uid: 33,
});

describe("sortListeners", () => {
  it("puts the fullest first and leaves the rest by port", () => {
    const list = [
      listener(443, 0, 128),
      listener(80, 0, 128),
      listener(8080, 64, 128),
      listener(22, 9, null),
    ];
    expect(sortListeners(list, "").map(({ port }) => port)).toEqual([8080, 22, 80, 443]);
  });

  it("finds by address, port or uid, all words at once", () => {
    const list = [listener(443, 0, 1, "::"), listener(80, 0, 1)];
    expect(sortListeners(list, " [::] 33 ").map(({ port }) => port)).toEqual([443]);
    expect(sortListeners(list, "nothing")).toEqual([]);
  });
});

describe("fillOf", () => {
  it("does not know a share without a limit, and survives a backlog of zero", () => {
    expect(fillOf(listener(1, 5, null))).toBeNull();
    expect(fillOf(listener(1, 1, 0))).toBe(1);
    expect(fillOf(listener(1, 129, 128))).toBeGreaterThan(1);
  });
});

describe("endpointOf", () => {
  it("puts an IPv6 address in brackets", () => {
    expect(endpointOf({ address: "::1", port: 631 })).toBe("[::1]:631");
  });
});
