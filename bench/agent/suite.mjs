import { setTimeout as delay } from "node:timers/promises";
import { namespacesAvailable, startNamespace } from "@fourtuple/testkit/namespaces";
import { populate } from "../collector/population.mjs";
import { findAgent } from "./find-agent.mjs";

/** All of these stay as they are while the agent runs: a TIME_WAIT would be gone in a minute. */
const HOSTS = [
  { name: "quiet", established: 20, leaked: 0, timeWait: 0 },
  { name: "50k", established: 46_000, leaked: 4_000, timeWait: 0 },
  { name: "200k", established: 190_000, leaked: 10_000, timeWait: 0 },
];
/** Long enough for the first packs, for the interval of the governor to settle, and for unused pages to be given back. */
const WARM_MS = 75_000;
const MEASURE_MS = 120_000;
const SCRAPES = 3;
const MODULE = new URL("./inside.mjs", import.meta.url).href;

const TARGETS = {
  quietCpuShare: 0.0015,
  busyCpuShare: 0.006,
  idleResidentMb: 35,
  peakGrowthMb: 15,
  peakOfExporter: 0.4,
  quietBytesPerSec: 100,
};

function run(namespace, name, argument = {}) {
  return namespace.ask("run", { module: MODULE, name, argument });
}

async function measureHost(host, agent) {
  const namespace = await startNamespace();
  try {
    await populate(namespace, host);
    await run(namespace, "start", agent);
    await delay(WARM_MS);
    const first = await run(namespace, "read");
    await delay(MEASURE_MS);
    const last = await run(namespace, "read");
    const scrapes = [];
    for (let done = 0; done < SCRAPES; done++) scrapes.push(await run(namespace, "scrape"));
    await run(namespace, "stop");
    return { host, ...compare(first, last), scrapes };
  } finally {
    await namespace.close();
  }
}

/** What lies between two readings, per second; memory is that of the last. */
function compare(first, last) {
  const elapsedMs = last.atMs - first.atMs;
  const frames = Object.entries(last.received.frames).map(([name, count]) => [
    name,
    {
      count: count - (first.received.frames[name] ?? 0),
      bytes: last.received.frameBytes[name] - (first.received.frameBytes[name] ?? 0),
    },
  ]);
  return {
    cpuShare: (last.agent.cpuMs - first.agent.cpuMs) / elapsedMs,
    bytesPerSec: ((last.received.bytes - first.received.bytes) * 1000) / elapsedMs,
    answerBytesPerSec: ((last.received.answeredBytes - first.received.answeredBytes) * 1000) / elapsedMs,
    frames: Object.fromEntries(frames),
    memory: last.agent,
    exporterMemory: last.exporter,
  };
}

function assess(hosts) {
  const [quiet, busy, huge] = hosts;
  const exporterPeak = huge.scrapes.at(-1)?.peak ?? null;
  return [
    ["CPU on a quiet host, share of one core", quiet.cpuShare, TARGETS.quietCpuShare, 5],
    ["CPU at 50,000 sockets, share of one core", busy.cpuShare, TARGETS.busyCpuShare, 5],
    ["resident on a quiet host, MB", quiet.memory.resident, TARGETS.idleResidentMb, 1],
    [
      "peak at 200,000 sockets over peak on a quiet host, MB",
      huge.memory.peak - quiet.memory.peak,
      TARGETS.peakGrowthMb,
      1,
    ],
    ["bytes received per second from a quiet host", quiet.bytesPerSec, TARGETS.quietBytesPerSec, 1],
    ...(exporterPeak === null
      ? []
      : [
          [
            "peak at 200,000 sockets ÷ peak of node_exporter",
            huge.memory.peak / exporterPeak,
            TARGETS.peakOfExporter,
            3,
          ],
        ]),
  ].map(([name, value, target, digits]) => ({
    name,
    value,
    target,
    text: value.toFixed(digits),
    met: value <= target,
  }));
}

function tabulate(hosts) {
  const rows = hosts.map(({ host, cpuShare, memory, bytesPerSec, exporterMemory, scrapes }) => [
    host.established + host.leaked + host.timeWait,
    `${(cpuShare * 100).toFixed(3)} %`,
    memory.resident.toFixed(1),
    memory.anonymous.toFixed(1),
    memory.peak.toFixed(1),
    bytesPerSec.toFixed(1),
    exporterMemory?.resident.toFixed(1) ?? "not installed",
    scrapes.at(-1)?.peak.toFixed(1) ?? "not installed",
    scrapes.at(-1)?.cpuMs.toFixed(1) ?? "not installed",
  ]);
  const columns = [
    "sockets",
    "CPU of one core",
    "resident MB",
    "of it its own MB",
    "peak MB",
    "bytes/s sent",
    "exporter resident MB, not scraped",
    "exporter peak MB, scraped",
    "exporter CPU ms a scrape",
  ];
  return { columns, rows };
}

function describeWire({ frames }) {
  const parts = Object.entries(frames).filter(([, { count }]) => count > 0);
  return parts
    .map(([name, { count, bytes }]) => `${name} ${count} of ${(bytes / count).toFixed(0)} bytes`)
    .join(", ");
}

export async function runSuite() {
  const available = namespacesAvailable();
  if (!available.ok) throw new Error(`the agent suite cannot run here: ${available.reason}`);
  const agent = findAgent();
  const hosts = [];
  for (const host of HOSTS) hosts.push(await measureHost(host, agent));
  const assessed = assess(hosts);
  const words = assessed.map(({ name, text, target }) => `${name}: ${text} (at most ${target})`);
  return {
    title: "Agent: what it costs its host",
    verdict: { passed: assessed.every(({ met }) => met), text: words.join("; ") },
    facts: [
      `measured: ${agent.description}`,
      `one agent per private network namespace, sampling every second, for ${MEASURE_MS / 1000} s after ${WARM_MS / 1000} s to warm up`,
      `frames of the quiet host in that time: ${describeWire(hosts[0])}`,
      "the exporter is Debian's prometheus-node-exporter with tcpstat, netstat and sockstat, scraped at the end only",
    ],
    table: tabulate(hosts),
    notes: [
      "CPU is that of all threads, by the kernel's own nanoseconds (schedstat), with everything the agent does: counters, listeners, censuses, spool, wire.",
      "Bytes are what the server's TCP socket received, WebSocket framing included; the server answers every record at once.",
      "Peak is VmHWM since the start of the process, before pages that are no longer needed were given back.",
    ],
    measurements: { targets: TARGETS, assessed, hosts },
  };
}
