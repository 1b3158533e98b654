import { releaseProgramPages } from "@fourtuple/linux-net/memory";
import type { Logger } from "pino";
import { type Clock, systemClock } from "./clock.js";

/** By then the agent is connected and has made its first censuses: what it runs from now on it has run already. */
const AFTER_MS = 20_000;

/** Gives back the memory of the code that only starting needed. @returns a function that calls it off. */
export function releaseMemoryLater(log: Logger, clock: Clock = systemClock): () => void {
  return clock.after(AFTER_MS, () => {
    void releaseProgramPages().then((released) => {
      if (!released.ok) log.info(`memory of the program cannot be given back: ${released.reason}`);
    });
  });
}
