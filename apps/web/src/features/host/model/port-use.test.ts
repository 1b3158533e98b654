import type { DestinationEntry } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { portUseOf, reusablePorts, tightestDestination } from "./port-use";

const sysctls = (reuse: string, timestamps = "1") =>
  new Map([
    ["net.ipv4.tcp_tw_reuse", reuse],
    ["net.ipv4.tcp_timestamps", timestamps],
  ]);

function destination(change: Partial<DestinationEntry> = {}): DestinationEntry {
  const states = { ...zeroStateCounts(), ESTABLISHED: 10, TIME_WAIT: 40 };
  return {
    sourceAddress: "10.0.0.1",
    address: "10.0.0.2",
    port: 5432,
    sockets: 50,
    states,
    occupiedPorts: 50,
    timeWaitAges: [0, 0, 0, 0, 40],
    ...change,
  };
}

describe("portUseOf", () => {
  it("is quiet below half, warns from half, and is alarmed from four fifths", () => {
    expect(portUseOf(49, 100)).toEqual({ occupied: 49, usable: 100, share: 0.49, level: "calm" });
    expect(portUseOf(50, 100)?.level).toBe("half");
    expect(portUseOf(80, 100)?.level).toBe("scarce");
  });

  it("makes no share up where a figure is missing or there is nothing to share", () => {
    expect(portUseOf(null, 100)).toBeNull();
    expect(portUseOf(50, null)).toBeNull();
    expect(portUseOf(50, 0)).toBeNull();
  });
});

describe("reusablePorts", () => {
  it("counts TIME_WAIT only where connect() may take it over", () => {
    expect(reusablePorts(destination(), sysctls("1"))).toBe(40);
    expect(reusablePorts(destination(), sysctls("2"))).toBe(0);
    expect(reusablePorts(destination(), sysctls("0"))).toBe(0);
    expect(reusablePorts(destination(), sysctls("1", "0"))).toBe(0);
    expect(reusablePorts(destination(), new Map())).toBe(0);
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])("knows %s for loopback", (address) => {
    expect(reusablePorts(destination({ address }), sysctls("2"))).toBe(40);
  });

  it("takes no other address for loopback", () => {
    expect(reusablePorts(destination({ address: "::127.0.0.1" }), sysctls("2"))).toBe(0);
    expect(reusablePorts(destination({ address: "10.127.0.1" }), sysctls("2"))).toBe(0);
  });
});

describe("tightestDestination", () => {
  const listOf = (...entries: DestinationEntry[]) => ({
    usablePorts: 100,
    destinations: {
      entries,
      other: { sockets: 0, states: zeroStateCounts(), keys: 0, keysExact: true },
    },
  });

  it("leaves out what may be taken over", () => {
    const local = destination({ sourceAddress: "127.0.0.1", address: "127.0.0.1", occupiedPorts: 50 });
    const remote = destination({ occupiedPorts: 30 });
    expect(tightestDestination(listOf(local, remote), sysctls("2"))).toMatchObject({
      entry: { address: "10.0.0.2" },
      use: { occupied: 30, share: 0.3 },
    });
  });

  it("is null where nothing is known", () => {
    expect(tightestDestination(listOf(), sysctls("2"))).toBeNull();
    expect(tightestDestination(listOf(destination({ occupiedPorts: null })), sysctls("2"))).toBeNull();
  });
});
