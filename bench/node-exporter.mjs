import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

const PROGRAM = "prometheus-node-exporter";
const START_MS = 10_000;

/**
 * Starts Debian's prometheus-node-exporter with only these collectors.
 * @returns null where it is not installed, else its pid, a scrape and an end.
 */
export async function startNodeExporter(collectors, port) {
  const flags = ["--collector.disable-defaults", ...collectors.map((name) => `--collector.${name}`)];
  const child = spawn(PROGRAM, [...flags, `--web.listen-address=127.0.0.1:${port}`], { stdio: "ignore" });
  const failed = await Promise.race([
    once(child, "error").then(() => true),
    once(child, "spawn").then(() => false),
  ]);
  if (failed) return null;
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await waitFor(scrape);
  return {
    pid: child.pid,
    scrape,
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

async function waitFor(scrape) {
  const deadlineMs = performance.now() + START_MS;
  for (;;) {
    try {
      return await scrape();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await delay(50);
    }
  }
}
