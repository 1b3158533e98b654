import { describe, expect, it } from "vitest";
import { matches, rowKeyOf, rowsOf } from "./top-list-rows";
import { aDestination, topListsFixture } from "./top-lists.fixture";

describe("rowsOf", () => {
  it("ranks destinations by the ports they hold, and those not known by their sockets, last", () => {
    const lists = topListsFixture({
      destinations: [
        aDestination({ address: "10.0.0.1", sockets: 90, occupiedPorts: 10 }),
        aDestination({ address: "10.0.0.2", sockets: 20, occupiedPorts: 20 }),
        aDestination({ address: "10.0.0.3", sockets: 99, occupiedPorts: null }),
      ],
    });
    expect(rowsOf("destinations", lists).map(({ entry }) => entry.address)).toEqual([
      "10.0.0.2",
      "10.0.0.1",
      "10.0.0.3",
    ]);
  });

  it("names a row as the owners of its sockets are named", () => {
    const [row] = rowsOf("destinations", topListsFixture({ destinations: [aDestination({})] }));
    const { sourceAddress, address, port } = aDestination({});
    expect(row?.key).toBe(rowKeyOf({ list: "destinations", sourceAddress, address, port }));
  });

  it("has a row for each entry of every list", () => {
    const lists = topListsFixture({});
    for (const kind of ["localPorts", "peers", "cgroups"] as const) {
      expect(rowsOf(kind, lists)).toHaveLength(lists[kind].entries.length);
    }
  });
});

describe("matches", () => {
  const rows = rowsOf("cgroups", topListsFixture({}));
  const found = (filter: string) => rows.filter((row) => matches(row, filter)).map(({ entry }) => entry.path);

  it("finds a service by any part of its name or path, in any case", () => {
    expect(found("NGINX")).toEqual(["/system.slice/nginx.service"]);
    expect(found("service system.slice")).toEqual(["/system.slice/nginx.service"]);
    expect(found("  ")).toHaveLength(rows.length);
    expect(found("postgres")).toEqual([]);
  });

  it("finds a destination by address and port", () => {
    const [row] = rowsOf(
      "destinations",
      topListsFixture({ destinations: [aDestination({ address: "fe80::1" })] }),
    );
    expect(row && matches(row, "[fe80::1]:5432")).toBe(true);
  });
});
