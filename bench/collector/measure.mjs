import { execFileSync, spawnSync } from "node:child_process";
import { openCensus } from "@fourtuple/linux-net/sock-diag";
import koffi from "koffi";
import { startNodeExporter } from "../node-exporter.mjs";
import { cpuMs } from "../processes.mjs";

const RUSAGE_CHILDREN = -1;
/** struct rusage: ru_utime and ru_stime are its first four longs; it has 144 bytes on 64-bit Linux. */
const RUSAGE_BYTES = 144;
const getrusage = koffi.load(null).func("int getrusage(int, void *)");

const EXPORTER_PORT = 9100;
const PORTS = { range: [32_768, 60_999], isReserved: () => false };

/** CPU of all children that have ended and were waited for, user and system, ms. */
function childrenCpuMs() {
  const usage = new BigInt64Array(RUSAGE_BYTES / 8);
  if (getrusage(RUSAGE_CHILDREN, new Uint8Array(usage.buffer)) !== 0) throw new Error("getrusage failed");
  const [userSec, userUs, systemSec, systemUs] = usage;
  return Number((userSec + systemSec) * 1000n) + Number(userUs + systemUs) / 1000;
}

function measureCommand(command, args) {
  const before = childrenCpuMs();
  const { error, status } = spawnSync(command, args, { stdio: "ignore" });
  if (error || status !== 0) throw new Error(`${command}: ${error?.message ?? status}`);
  return childrenCpuMs() - before;
}

/** The bare reader measures itself, warm, so that the start of its process is not held against us. */
function measureFloor(program, times) {
  return JSON.parse(execFileSync(program, [String(times)], { encoding: "utf8" })).cpuMs;
}

async function readWhole(census) {
  const listening = await census.readListeners();
  return { listening, ...(await census.read("full", PORTS)) };
}

/** Mean CPU of this whole process, all its threads, over `times` runs of `step`. */
async function measureSelf(step, times) {
  const { user, system } = process.cpuUsage();
  for (let done = 0; done < times; done++) await step();
  const after = process.cpuUsage();
  return (after.user + after.system - user - system) / 1000 / times;
}

async function measureScrape(exporter) {
  const before = cpuMs(exporter.pid);
  await exporter.scrape();
  return cpuMs(exporter.pid) - before;
}

async function runInTurn(steps, reversed) {
  const results = {};
  for (const [name, step] of reversed ? steps.toReversed() : steps) results[name] = await step();
  return results;
}

/**
 * Runs inside the namespace. Each round measures every side once, the order turned round from one to
 * the next, so that drift of the machine falls on all sides alike. A side that this machine lacks is left out.
 */
export async function measureRounds({ rounds, times, floor }) {
  const census = openCensus({ procRoot: "/proc" });
  const procfs = openCensus({ procRoot: "/proc/self" });
  for (let warmUp = 0; warmUp < 5; warmUp++) await readWhole(census);
  await readWhole(procfs);
  const before = await readWhole(census);
  // Its listener and the connection to it come on top, so it starts once the witness has been compared.
  const exporter = await startNodeExporter(["tcpstat"], EXPORTER_PORT);
  await exporter?.scrape();
  const steps = [
    ["censusMs", () => measureSelf(() => readWhole(census), times)],
    ["troubledMs", () => measureSelf(() => census.read("troubled", PORTS), times)],
    ["ssMs", () => measureCommand("ss", ["-tan"])],
    ["emptyProcessMs", () => measureCommand("true", [])],
    ["procfsMs", () => measureSelf(() => readWhole(procfs), 1)],
    ...(floor === null ? [] : [["floorMs", () => measureFloor(floor, times)]]),
    ...(exporter === null ? [] : [["exporterMs", () => measureScrape(exporter)]]),
  ];
  const measured = [];
  for (let round = 0; round < rounds; round++) measured.push(await runInTurn(steps, round % 2 === 1));
  const after = await readWhole(census);
  census.close();
  procfs.close();
  await exporter?.stop();
  return { before: summarize(before), after: summarize(after), rounds: measured };
}

function summarize({ source, reason, counts, sockets, topLists, listening }) {
  const { entries, other } = topLists.destinations;
  return {
    source,
    reason,
    counts: { ...counts, LISTEN: listening.listening },
    sockets: sockets + listening.listening,
    destinations: entries.length + other.keys,
  };
}
