import { zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { filterHosts } from "./filter-hosts";
import type { FleetHost } from "./fleet-host";
import { makeFleetHost } from "./fleet-host.fixture";
import {
  compareHosts,
  DEFAULT_SORT,
  formatSort,
  isOutOfOrder,
  keepOrder,
  nextSort,
  orderNow,
  parseSort,
  SORT_KEYS,
} from "./sort-hosts";

const withTimeWait = (name: string, count: number | null, part: Partial<FleetHost> = {}) =>
  makeFleetHost(name, { states: { ...zeroStateCounts(), TIME_WAIT: count }, ...part });
const names = (hosts: readonly FleetHost[]) => hosts.map((host) => host.name);
const largest = parseSort("-TIME_WAIT");

describe("sorting hosts", () => {
  it("reads back every order it writes, and takes nonsense as by name", () => {
    for (const key of SORT_KEYS) {
      for (const descending of [true, false]) {
        expect(parseSort(formatSort({ key, descending }))).toEqual({ key, descending });
      }
    }
    expect(parseSort("rm -rf")).toEqual(DEFAULT_SORT);
    expect(parseSort(null)).toEqual(DEFAULT_SORT);
  });

  it("puts a host without the figure last in both directions", () => {
    const hosts = [withTimeWait("none", null), withTimeWait("few", 1), withTimeWait("many", 9)];
    expect(names([...hosts].sort(compareHosts(largest)))).toEqual(["many", "few", "none"]);
    expect(names([...hosts].sort(compareHosts(parseSort("TIME_WAIT"))))).toEqual(["few", "many", "none"]);
  });

  it("counts in names as people do", () => {
    const hosts = [makeFleetHost("web-10"), makeFleetHost("web-2")];
    expect(names([...hosts].sort(compareHosts(DEFAULT_SORT)))).toEqual(["web-2", "web-10"]);
  });

  it("starts a figure with its largest, a word with its first, and turns round when pressed again", () => {
    expect(formatSort(nextSort(DEFAULT_SORT, "CLOSE_WAIT"))).toBe("-CLOSE_WAIT");
    expect(formatSort(nextSort(DEFAULT_SORT, "kernel"))).toBe("kernel");
    expect(formatSort(nextSort(DEFAULT_SORT, "name"))).toBe("-name");
  });
});

describe("the order of the rows", () => {
  const before = [withTimeWait("a", 1), withTimeWait("b", 9)];
  const after = [withTimeWait("a", 90), withTimeWait("b", 9)];

  it("stays while the figures move, and says that it is old", () => {
    const order = keepOrder(null, before, largest);
    expect(order.ids).toEqual(["b", "a"]);
    expect(isOutOfOrder(order, before)).toBe(false);
    expect(keepOrder(order, after, largest)).toBe(order);
    expect(isOutOfOrder(order, after)).toBe(true);
    expect(orderNow(after, largest).ids).toEqual(["a", "b"]);
  });

  it("lets a host go and puts a new one at the end, without moving the rest", () => {
    const order = keepOrder(null, before, largest);
    const next = keepOrder(order, [withTimeWait("a", 90), withTimeWait("new", 50)], largest);
    expect(next.ids).toEqual(["a", "new"]);
  });

  it("is made anew for another sort", () => {
    const order = keepOrder(null, before, largest);
    expect(keepOrder(order, before, DEFAULT_SORT).ids).toEqual(["a", "b"]);
  });
});

describe("filtering hosts", () => {
  const hosts = [makeFleetHost("web-1"), makeFleetHost("web-2", { kernel: "5.10.0" }), makeFleetHost("db-1")];

  it("finds every word in name or kernel, in any case", () => {
    expect(names(filterHosts(hosts, "WEB"))).toEqual(["web-1", "web-2"]);
    expect(names(filterHosts(hosts, "5.10 web"))).toEqual(["web-2"]);
    expect(names(filterHosts(hosts, "  "))).toEqual(["web-1", "web-2", "db-1"]);
    expect(names(filterHosts(hosts, "nothing"))).toEqual([]);
    const labelled = [makeFleetHost("a", { labels: { role: "db" } }), makeFleetHost("b")];
    expect(names(filterHosts(labelled, "role=DB"))).toEqual(["a"]);
  });
});
