import type { NamespaceReading } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { rankNamespaces, socketsOf, topDestination } from "./namespace-rows";
import { states } from "./top-lists.fixture";

function reading(inode: number, change: Partial<NamespaceReading> = {}): NamespaceReading {
  return {
    inode,
    name: `pod-${inode}`,
    pid: 100 + inode,
    readAtMs: 1,
    states: states({ ESTABLISHED: 5 }),
    portRange: [32_768, 60_999],
    usablePorts: 100,
    sysctls: {},
    destinations: [],
    problem: null,
    ...change,
  };
}

const to = (address: string, occupiedPorts: number | null, sockets = 1) => ({
  sourceAddress: "10.1.0.2",
  address,
  port: 443,
  sockets,
  timeWait: 0,
  occupiedPorts,
});

describe("rankNamespaces", () => {
  it("puts the one nearest to running out first and those that could not be read last", () => {
    const ranked = rankNamespaces(
      [
        reading(1, { states: null, problem: "EACCES" }),
        reading(2, { destinations: [to("10.0.0.1", 10)] }),
        reading(3, { destinations: [to("10.0.0.1", 5), to("10.0.0.2", 60)] }),
        reading(4, { states: states({ ESTABLISHED: 50 }) }),
      ],
      "",
    );
    expect(ranked.map(({ inode }) => inode)).toEqual([3, 2, 4, 1]);
  });

  it("finds by name, pid, inode and destination", () => {
    const all = [reading(1), reading(22, { name: null, destinations: [to("10.9.9.9", 1)] })];
    const found = (filter: string) => rankNamespaces(all, filter).map(({ inode }) => inode);
    expect(found("POD-1")).toEqual([1]);
    expect(found("10.9.9.9:443")).toEqual([22]);
    expect(found("122")).toEqual([22]);
  });
});

it("takes the destination with most ports, and by sockets where ports are not known", () => {
  expect(topDestination(reading(1, { destinations: [to("a", 3, 9), to("b", 7, 7)] }))?.address).toBe("b");
  expect(topDestination(reading(1, { destinations: [to("a", null, 3), to("b", null, 7)] }))?.address).toBe(
    "b",
  );
  expect(topDestination(reading(1))).toBeNull();
});

it("has no number of sockets where the states could not be read", () => {
  expect(socketsOf(reading(1))).toBe(5);
  expect(socketsOf({ states: null })).toBeNull();
});
