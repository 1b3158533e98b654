import { SYSCTLS, type SysctlReading } from "@fourtuple/core/tcp";
import { beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../clock.js";
import { createSysctlCollector, type SysctlCollector } from "./sysctls.collector.js";

const NAME = "net.ipv4.tcp_fin_timeout";

let nowMs: number;
let current: Map<string, SysctlReading>;
let collector: SysctlCollector;

beforeEach(() => {
  nowMs = 50_000;
  current = new Map(SYSCTLS.map(({ name }) => [name, { name, status: "present", value: "1" }]));
  const clock: Clock = { monotonicMs: () => nowMs, wallMs: () => 1_000_000 + nowMs, after: () => () => {} };
  collector = createSysctlCollector({ procRoot: "/proc", clock, read: async () => [...current.values()] });
});

async function collectAfter(ms: number) {
  nowMs += ms;
  return collector.collect();
}

describe("the sysctl collector", () => {
  it("gives all settings at first", async () => {
    const update = await collector.collect();
    expect(update).toMatchObject({ atMs: 1_050_000, full: true });
    expect(update?.readings).toHaveLength(SYSCTLS.length);
  });

  it("gives nothing while nothing changes, and all of them again each hour", async () => {
    await collector.collect();
    expect(await collectAfter(10_000)).toBeNull();
    expect(await collectAfter(3_589_999)).toBeNull();
    expect((await collectAfter(1))?.full).toBe(true);
    expect(await collectAfter(10_000)).toBeNull();
  });

  it("gives only what changed: a value, an absence, a denial", async () => {
    await collector.collect();
    const changes: SysctlReading[] = [
      { name: NAME, status: "present", value: "15" },
      { name: NAME, status: "unreadable", reason: "EACCES" },
      { name: NAME, status: "absent" },
    ];
    for (const reading of changes) {
      current.set(NAME, reading);
      expect(await collectAfter(10_000)).toMatchObject({ full: false, readings: [reading] });
    }
  });

  it("always knows the whole present state, for a server that has just connected", async () => {
    expect(collector.latest()).toBeNull();
    await collector.collect();
    current.set(NAME, { name: NAME, status: "present", value: "15" });
    await collectAfter(10_000);
    expect(collector.latest()).toMatchObject({ full: true, atMs: 1_060_000 });
    expect(collector.latest()?.readings).toHaveLength(SYSCTLS.length);
    expect(collector.latest()?.readings).toContainEqual({ name: NAME, status: "present", value: "15" });
  });
});
