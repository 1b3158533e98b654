import { makeSample } from "@fourtuple/testkit/samples";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SampleWriter } from "./sample-writer.service.js";
import type { SamplesRepository } from "./samples.repository.js";
import { WriteTurns } from "./write-turns.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("tries no more once its time to stop is over, also when a write fails later", async () => {
  const failures: (() => void)[] = [];
  const insertSamples = vi.fn(
    () =>
      new Promise((_, reject) => {
        failures.push(() => reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })));
      }),
  );
  const repository = { insertSamples } as unknown as SamplesRepository;
  const writer = new SampleWriter(repository, new WriteTurns(), pino({ level: "silent" }));
  const sample = { ...makeSample(), receivedMs: 0, clockSkewMs: 0 };
  writer.enqueue({ target: { hostId: "a", acknowledge: () => undefined }, sample });
  const stopped = writer.stop(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await stopped;
  for (const fail of failures) fail();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(insertSamples).toHaveBeenCalledTimes(1);
});
