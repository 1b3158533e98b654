import { type Namespaces, namespacesSchema } from "@fourtuple/contracts/agent";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import type { NamespacesFound } from "@fourtuple/linux-net/namespaces";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.js";
import { intervalFor, startNamespaceWatch } from "./namespace-watch.js";

const reading = {
  inode: 4026532001,
  name: "web",
  pid: 17,
  readAtMs: 5,
  states: { ...zeroStateCounts(), LISTEN: 1 },
  portRange: [32_768, 60_999],
  usablePorts: 28_232,
  sysctls: { "net.ipv4.tcp_tw_reuse": "2" },
  destinations: [],
  problem: null,
} as const;
const found: NamespacesFound = { namespaces: [reading], more: 2, cpuUs: 4_000, problem: null };

function watchOf(...sweeps: NamespacesFound[]) {
  const time = fakeClock();
  const pushed: Namespaces[] = [];
  let count = 0;
  let closed = false;
  const watch = startNamespaceWatch({
    procRoot: "/proc",
    clock: time.clock,
    push: (namespaces) => pushed.push(namespaces),
    sweep: {
      sweep: async () => sweeps[Math.min(count++, sweeps.length - 1)] ?? found,
      close: () => {
        closed = true;
      },
    },
  });
  return { watch, time, pushed, isClosed: () => closed };
}

describe("the watch over other namespaces", () => {
  it("tells what each sweep found, in the words of the contract", async () => {
    const { watch, time, pushed } = watchOf(found);
    await time.advance(2_000);
    expect(pushed).toEqual([
      { atMs: 7_000, intervalMs: 30_000, cpuUs: 4_000, namespaces: [reading], more: 2 },
    ]);
    expect(namespacesSchema.parse(pushed[0])).toEqual(pushed[0]);
    expect(watch.problem()).toBeNull();
  });

  it("comes again as often as its budget allows", async () => {
    const { time, pushed } = watchOf({ ...found, cpuUs: 60_000 });
    await time.advance(2_000 + 60_000 * 3);
    expect(pushed).toHaveLength(4);
    expect([0, 30_000, 45_000, 5_000_000].map(intervalFor)).toEqual([30_000, 30_000, 45_000, 600_000]);
  });

  it("tells why namespaces may be missing", async () => {
    const { watch, time } = watchOf(
      { ...found, problem: "3 processes may not be looked into" },
      { ...found, namespaces: [{ ...reading, problem: "setns: EPERM" }] },
      found,
    );
    await time.advance(2_000);
    expect(watch.problem()).toBe("3 processes may not be looked into");
    await time.advance(30_000);
    expect(watch.problem()).toBe("setns: EPERM");
    await time.advance(30_000);
    expect(watch.problem()).toBeNull();
  });

  it("stops for good", async () => {
    const { watch, time, pushed, isClosed } = watchOf(found);
    await time.advance(2_000);
    await watch.stop();
    await time.advance(600_000);
    expect(pushed).toHaveLength(1);
    expect([isClosed(), time.pending()]).toEqual([true, 0]);
  });
});
