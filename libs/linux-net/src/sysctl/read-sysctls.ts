import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { normalizeSysctlValue, type SysctlReading, sysctlPath } from "@fourtuple/core/tcp";
import { readBounded } from "../proc/read-bounded.js";

/** A longer value is not shown in part: half a port list would be a false one. The cap is that of the wire. */
const VALUE_CAP_BYTES = 4096;
/** Each file costs about 15 µs, so the event loop waits 0.4 ms at most. */
const READS_PER_TURN = 25;
const NAME = /^[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+$/i;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied (EACCES)",
  EPERM: "not permitted (EPERM)",
  EINVAL: "the kernel refuses to read it (EINVAL)",
  EIO: "the kernel gives no value (EIO)",
};

function readSysctl(root: string, name: string): SysctlReading {
  if (!NAME.test(name)) return { name, status: "unreadable", reason: "not the name of a sysctl" };
  const reading = readBounded(join(root, sysctlPath(name)), VALUE_CAP_BYTES);
  if (reading.status === "absent") return { name, status: "absent" };
  if (reading.status === "unreadable") {
    return { name, status: "unreadable", reason: REASONS[reading.reason] ?? reading.reason };
  }
  if (reading.cut) {
    return { name, status: "unreadable", reason: `the value is longer than ${VALUE_CAP_BYTES} bytes` };
  }
  return { name, status: "present", value: normalizeSysctlValue(reading.text) };
}

/**
 * Reads sysctls through `<root>/sys`. `absent`: this kernel or namespace has no such file.
 * `unreadable`: it is there but gives no value, with the reason. `present`: trimmed, tabs as one space.
 * @param root the proc file system, `/proc` or a fixture.
 */
export async function readSysctls(
  root: string,
  specs: readonly { readonly name: string }[],
): Promise<SysctlReading[]> {
  const readings: SysctlReading[] = [];
  for (const [index, { name }] of specs.entries()) {
    if (index > 0 && index % READS_PER_TURN === 0) await nextTurn();
    readings.push(readSysctl(root, name));
  }
  return readings;
}
