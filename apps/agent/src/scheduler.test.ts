import { describe, expect, it } from "vitest";
import { type FakeClock, fakeClock } from "../test/fake-clock.js";
import { startScheduler } from "./scheduler.js";

/** Ticks as ms since the start, each taking no time. */
function record(fake: FakeClock) {
  const startMs = fake.clock.monotonicMs();
  const ticks: number[] = [];
  let skipped = 0;
  const scheduler = startScheduler({
    intervalMs: 1000,
    clock: fake.clock,
    run: async () => void ticks.push(fake.clock.monotonicMs() - startMs),
    onSkip: (count) => {
      skipped += count;
    },
  });
  return { ticks, scheduler, skipped: () => skipped };
}

describe("startScheduler", () => {
  it("ticks at once and then on the whole interval", async () => {
    const fake = fakeClock();
    const { ticks, skipped } = record(fake);
    await fake.advance(3500);
    expect(ticks).toEqual([0, 1000, 2000, 3000]);
    expect(skipped()).toBe(0);
  });

  it("does not drift when every timer is late", async () => {
    const fake = fakeClock(7);
    const { ticks } = record(fake);
    await fake.advance(3_600_000);
    expect(ticks).toHaveLength(3600);
    expect(ticks.at(-1)).toBe(3_599_007);
  });

  it("does not tick twice when timers fire early", async () => {
    const fake = fakeClock(-0.4);
    const { ticks } = record(fake);
    await fake.advance(10_000);
    expect(ticks.map((ms) => Math.round(ms / 1000))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("never overlaps: a tick that comes while one runs is left out and counted", async () => {
    const fake = fakeClock();
    let active = 0;
    let most = 0;
    let skipped = 0;
    const finish: (() => void)[] = [];
    startScheduler({
      intervalMs: 1000,
      clock: fake.clock,
      run: async () => {
        most = Math.max(most, ++active);
        await new Promise<void>((resolve) => finish.push(resolve));
        active--;
      },
      onSkip: (count) => {
        skipped += count;
      },
    });
    await fake.advance(2500);
    expect({ active, most, skipped }).toEqual({ active: 1, most: 1, skipped: 2 });
    finish[0]?.();
    await fake.advance(1000);
    expect({ active, most, skipped }).toEqual({ active: 1, most: 1, skipped: 2 });
  });

  it("makes up for no tick after the process slept, and counts those it missed", async () => {
    const fake = fakeClock();
    const { ticks, skipped } = record(fake);
    await fake.advance(1000);
    fake.freeze(5300);
    await fake.advance(2000);
    expect(ticks).toEqual([0, 1000, 6300, 7000, 8000]);
    expect(skipped()).toBe(4);
  });

  it("stops for good, after the running tick has ended", async () => {
    const fake = fakeClock();
    let ended = false;
    let finish = () => {};
    const scheduler = startScheduler({
      intervalMs: 1000,
      clock: fake.clock,
      run: async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        ended = true;
      },
    });
    await fake.advance(0);
    const stopped = scheduler.stop();
    finish();
    await stopped;
    expect(ended).toBe(true);
    expect(fake.pending()).toBe(0);
  });
});
