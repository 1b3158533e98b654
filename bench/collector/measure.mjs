import { spawnSync } from "node:child_process";
import { openCensus } from "@fourtuple/linux-net/sock-diag";
import koffi from "koffi";

const RUSAGE_CHILDREN = -1;
/** struct rusage: ru_utime and ru_stime are its first four longs; it has 144 bytes on 64-bit Linux. */
const RUSAGE_BYTES = 144;
const getrusage = koffi.load(null).func("int getrusage(int, void *)");

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

/** Mean CPU of this whole process, all its threads, over `times` censuses. */
async function measureCensus(census, times) {
  const { user, system } = process.cpuUsage();
  for (let done = 0; done < times; done++) await census.read();
  const after = process.cpuUsage();
  return (after.user + after.system - user - system) / 1000 / times;
}

async function runInTurn(steps, reversed) {
  const results = {};
  for (const [name, step] of reversed ? steps.toReversed() : steps) results[name] = await step();
  return results;
}

/**
 * Runs inside the namespace. Each round measures every side once, the order turned round from one to
 * the next, so that drift of the machine falls on all sides alike.
 */
export async function measureRounds({ rounds, censusesPerRound }) {
  const census = openCensus({ procRoot: "/proc" });
  const procfs = openCensus({ procRoot: "/proc/self" });
  for (let warmUp = 0; warmUp < 5; warmUp++) await census.read();
  await procfs.read();
  const before = await census.read();
  const steps = [
    ["censusMs", () => measureCensus(census, censusesPerRound)],
    ["ssMs", () => measureCommand("ss", ["-tan"])],
    ["emptyProcessMs", () => measureCommand("true", [])],
    ["procfsMs", () => measureCensus(procfs, 1)],
  ];
  const measured = [];
  for (let round = 0; round < rounds; round++) measured.push(await runInTurn(steps, round % 2 === 1));
  const after = await census.read();
  census.close();
  return { before, after, rounds: measured };
}
