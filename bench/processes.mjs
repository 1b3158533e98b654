import { readdirSync, readFileSync } from "node:fs";

/**
 * CPU of a process since its start, all its threads, ms. From schedstat, which counts nanoseconds: the
 * ticks of /proc/PID/stat are 10 ms, more than a quiet agent uses in some seconds. Threads that have
 * ended are not in it; neither side measured here ends any.
 */
export function cpuMs(pid) {
  let runNs = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    runNs += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  }
  return runNs / 1e6;
}

/** Memory of a process, MB of 10^6 bytes: resident, its peak, and what is its own. */
export function memoryMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024) / 1e6;
  return { resident: megabytes("VmRSS"), peak: megabytes("VmHWM"), anonymous: megabytes("RssAnon") };
}
