import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.js";
import { startServiceNotifier } from "./service-notifier.js";

async function notifierOf(watchdogMs: number | null, intervalMs = 1000) {
  const time = fakeClock();
  const heard: string[] = [];
  const notifier = await startServiceNotifier({
    config: { serviceManager: { socket: "@x", watchdogMs }, intervalMs },
    log: pino({ level: "silent" }),
    clock: time.clock,
    open: async () => ({
      ok: true,
      manager: {
        notify: (state) => {
          heard.push(state);
          return null;
        },
        close: () => heard.push("closed"),
      },
    }),
  });
  return { notifier, time, heard };
}

describe("the service notifier", () => {
  it("says that we are up with the first sample, once", async () => {
    const { notifier, heard } = await notifierOf(null);
    expect(heard).toEqual([]);
    notifier.sampled();
    notifier.sampled();
    notifier.stop();
    expect(heard).toEqual(["READY=1", "STOPPING=1", "closed"]);
  });

  it("feeds the watchdog at twice its pace while samples come", async () => {
    const { notifier, time, heard } = await notifierOf(10_000);
    for (let second = 0; second <= 20; second++) {
      notifier.sampled();
      await time.advance(1_000);
    }
    expect(heard.filter((state) => state === "WATCHDOG=1")).toHaveLength(4);
  });

  it("lets the watchdog starve when samples stop coming", async () => {
    const { notifier, time, heard } = await notifierOf(10_000);
    notifier.sampled();
    await time.advance(60_000);
    expect(heard).toEqual(["READY=1"]);
    await time.advance(4_000);
    notifier.sampled();
    await time.advance(1_000);
    expect(heard.at(-1)).toBe("WATCHDOG=1");
  });

  it("feeds it between samples that come more rarely than it is hungry", async () => {
    const { notifier, time, heard } = await notifierOf(10_000, 60_000);
    notifier.sampled();
    await time.advance(60_000);
    expect(heard.filter((state) => state === "WATCHDOG=1")).toHaveLength(12);
  });

  it("is silent where there is no service manager, or it cannot be reached", async () => {
    const log = pino({ level: "silent" });
    const none = await startServiceNotifier({ config: { serviceManager: null, intervalMs: 1000 }, log });
    none.sampled();
    none.stop();
    const config = { serviceManager: { socket: "@x", watchdogMs: 10 }, intervalMs: 1000 };
    const failed = await startServiceNotifier({
      config,
      log,
      open: async () => ({ ok: false, reason: "EPERM" }),
    });
    failed.sampled();
    failed.stop();
  });
});
