import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { releaseProgramPages } from "@fourtuple/linux-net/memory";
import type { Logger } from "pino";
import { type Clock, systemClock } from "./clock.js";

/**
 * After the first the agent is connected and has made its first censuses: what it runs from now on it has run
 * already. After the second the first minutes are kept and sent, and what they compiled is not needed again.
 */
const AFTER_MS = [20_000, 160_000];

/** Gives back the memory of the code and the data that only starting needed. @returns a function that calls it off. */
export function releaseMemoryLater(log: Logger, clock: Clock = systemClock): () => void {
  const cancels = AFTER_MS.map((ms) => clock.after(ms, () => void release(log)));
  return () => {
    for (const cancel of cancels) cancel();
  };
}

async function release(log: Logger): Promise<void> {
  collectGarbage();
  const released = await releaseProgramPages();
  if (!released.ok) log.info(`memory of the program cannot be given back: ${released.reason}`);
}

/** What was only needed to start has grown old by then, and V8 by itself may leave it for an hour. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}
