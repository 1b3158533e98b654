import { writeFileSync } from "node:fs";

/** Gives this process another name; `latin1` holds its bytes. */
export function rename({ latin1 }) {
  writeFileSync("/proc/self/comm", Buffer.from(latin1, "latin1"));
}
