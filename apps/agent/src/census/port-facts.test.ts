import type { SysctlReading } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { keepPortFacts, NO_PORT_FACTS, portFactsOf, UsablePorts } from "./port-facts.js";

function factsOf(readings: readonly SysctlReading[]) {
  return portFactsOf({ atMs: 0, full: true, readings: [...readings] });
}
const range = { name: "net.ipv4.ip_local_port_range", status: "present", value: "40000 40099" } as const;
const reserved = {
  name: "net.ipv4.ip_local_reserved_ports",
  status: "present",
  value: "40000-40009,8080",
} as const;

describe("the ephemeral ports", () => {
  it("are those of the settings", () => {
    const facts = factsOf([range, reserved]);
    expect(facts.range).toEqual([40_000, 40_099]);
    expect([facts.isReserved(40_005), facts.isReserved(40_010)]).toEqual([true, false]);
  });

  it("are not known before the settings are read, nor where they cannot be", () => {
    expect(portFactsOf(null)).toBe(NO_PORT_FACTS);
    expect(factsOf([{ ...range, value: "x" }]).range).toBeNull();
  });
});

describe("the facts that are kept", () => {
  it("change when a setting does, and not because it was read again", () => {
    const settings = (value: string) => ({ atMs: 0, full: true, readings: [{ ...range, value }] });
    let latest: ReturnType<typeof settings> | null = null;
    const facts = keepPortFacts(() => latest);
    expect(facts()).toBe(NO_PORT_FACTS);
    latest = settings("40000 40099");
    const first = facts();
    expect(first.range).toEqual([40_000, 40_099]);
    latest = settings("40000 40099");
    expect(facts()).toBe(first);
    latest = settings("1024 65535");
    expect(facts().range).toEqual([1_024, 65_535]);
  });
});

describe("the usable ports", () => {
  it("are those of the range that are neither reserved nor bound", () => {
    expect(new UsablePorts().count(factsOf([range, reserved]), [22, 40_050, 40_050, 40_005])).toBe(89);
  });

  it("are counted anew when a listener or a setting changes", () => {
    const usable = new UsablePorts();
    const facts = factsOf([range]);
    expect([
      usable.count(facts, []),
      usable.count(facts, [40_001]),
      usable.count(factsOf([range, reserved]), []),
    ]).toEqual([100, 99, 90]);
  });

  it("are unknown without a range, or with reserved ports that cannot be read", () => {
    const hidden = { name: reserved.name, status: "unreadable", reason: "EACCES" } as const;
    expect(new UsablePorts().count(NO_PORT_FACTS, [])).toBeNull();
    expect(new UsablePorts().count(factsOf([range, hidden]), [])).toBeNull();
    expect(new UsablePorts().count(factsOf([range, { name: reserved.name, status: "absent" }]), [])).toBe(
      100,
    );
  });
});
