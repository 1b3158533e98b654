import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNodeExporter } from "../node-exporter.mjs";
import { cpuMs, memoryMb } from "../processes.mjs";
import { startAcker } from "./acker.mjs";

/** Runs inside the namespace: one agent, the server it talks to, and the exporter beside them. */
let running = null;

const EXPORTER_PORT = 9100;
/** The figures that our pulse and census give too. */
const EXPORTER_COLLECTORS = ["tcpstat", "netstat", "sockstat"];

export async function start({ command, args }) {
  const acker = await startAcker();
  const home = mkdtempSync(join(tmpdir(), "fourtuple-bench-agent-"));
  const env = {
    PATH: process.env.PATH,
    FOURTUPLE_SERVER: acker.url,
    FOURTUPLE_IDENTITY_FILE: join(home, "identity"),
    FOURTUPLE_LOG_LEVEL: "warn",
    // As in the systemd unit.
    MALLOC_ARENA_MAX: "1",
  };
  const agent = spawn(command, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  await Promise.race([once(agent, "spawn"), once(agent, "error").then(([error]) => Promise.reject(error))]);
  const exporter = await startNodeExporter(EXPORTER_COLLECTORS, EXPORTER_PORT);
  running = { acker, agent, exporter, home };
  return {};
}

/** Figures since the start, read at one moment. */
export function read() {
  const { acker, agent, exporter } = running;
  if (agent.exitCode !== null) throw new Error(`the agent ended with ${agent.exitCode}`);
  return {
    atMs: performance.now(),
    agent: { cpuMs: cpuMs(agent.pid), ...memoryMb(agent.pid) },
    exporter: exporter && { cpuMs: cpuMs(exporter.pid), ...memoryMb(exporter.pid) },
    received: acker.received(),
  };
}

/** What one scrape of the exporter costs it; null where it is not installed. */
export async function scrape() {
  const { exporter } = running;
  if (exporter === null) return null;
  const beforeMs = cpuMs(exporter.pid);
  const text = await exporter.scrape();
  return { cpuMs: cpuMs(exporter.pid) - beforeMs, bytes: text.length, ...memoryMb(exporter.pid) };
}

export async function stop() {
  const { acker, agent, exporter, home } = running;
  agent.kill();
  await once(agent, "exit");
  await exporter?.stop();
  acker.stop();
  rmSync(home, { recursive: true });
  return {};
}
