import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { namespacesAvailable, ssAvailable, startNamespace } from "@fourtuple/testkit/namespaces";
import { describeSpread, median } from "../statistics.mjs";
import { populate } from "./population.mjs";

const POPULATIONS = [
  { established: 34_000, leaked: 4_000, timeWait: 12_000, rounds: 30, times: 3 },
  { established: 150_000, leaked: 16_000, timeWait: 34_000, rounds: 14, times: 2 },
];
const TARGETS = { floor: 1.15, ss: 0.55, exporter: 0.45 };
/** Sockets may end during the run; past one in a hundred the two sides would not have measured the same. */
const MAX_LOSS = 0.01;

function requireSystem() {
  for (const check of [namespacesAvailable(), ssAvailable()]) {
    if (!check.ok) throw new Error(`the collector suite cannot run here: ${check.reason}`);
  }
}

/** @returns the built program, null where there is no C compiler. */
function buildFloor(directory) {
  const source = fileURLToPath(new URL("./floor.c", import.meta.url));
  const program = join(directory, "floor");
  const { status, error } = spawnSync("cc", ["-O2", "-o", program, source], { stdio: "inherit" });
  if (error) return null;
  if (status !== 0) throw new Error("floor.c does not compile");
  return program;
}

async function measurePopulation(population, floor) {
  const namespace = await startNamespace();
  try {
    await populate(namespace, population);
    const { counts: witness } = await namespace.ask("countBySs", {});
    const module = new URL("./measure.mjs", import.meta.url).href;
    const { rounds, times } = population;
    const argument = { rounds, times, floor };
    const measured = await namespace.ask("run", { module, name: "measureRounds", argument });
    checkCounts({ population, witness, ...measured });
    return { population, ...measured };
  } finally {
    await namespace.close();
  }
}

function checkCounts({ population, witness, before, after }) {
  const wanted = population.established + population.leaked + population.timeWait;
  if (before.source !== "sock_diag") throw new Error(`the census was not by sock_diag: ${before.reason}`);
  const differ = Object.keys(witness).filter((state) => before.counts[state] !== witness[state]);
  if (differ.length > 0) {
    throw new Error(`the census counted ${JSON.stringify(before.counts)}, ss ${JSON.stringify(witness)}`);
  }
  for (const { sockets } of [before, after]) {
    if (sockets < wanted * (1 - MAX_LOSS)) throw new Error(`${sockets} of ${wanted} sockets were there`);
  }
}

const SIDES = [
  ["census with all aggregates, in process, warm", ({ censusMs }) => censusMs],
  ["bare C reader, histogram only, warm", ({ floorMs }) => floorMs, TARGETS.floor],
  ["`ss -tan >/dev/null`", ({ ssMs }) => ssMs, TARGETS.ss],
  ["`ss -tan` less an empty process", ({ ssMs, emptyProcessMs }) => ssMs - emptyProcessMs],
  ["prometheus-node-exporter, tcpstat only, one scrape", ({ exporterMs }) => exporterMs, TARGETS.exporter],
  ["census by /proc/net/tcp, our fallback", ({ procfsMs }) => procfsMs],
  ["census of the troubled states alone", ({ troubledMs }) => troubledMs],
];

function compare({ before, rounds }) {
  const sides = SIDES.filter(([, pick]) => Number.isFinite(pick(rounds[0])));
  return sides.map(([name, pick, target]) => {
    const ratios = rounds.map((round) => round.censusMs / pick(round));
    return { sockets: before.sockets, name, cpuMs: rounds.map(pick), ratios, ratio: median(ratios), target };
  });
}

function tabulate(comparisons) {
  const rows = comparisons.map(({ sockets, name, cpuMs, ratios, target }) => {
    const cpu = describeSpread(cpuMs, 1);
    const ratio = describeSpread(ratios, 3);
    return [sockets, name, cpu.median, cpu.spread, ratio.median, ratio.spread, target ?? ""];
  });
  const columns = [
    "sockets",
    "side",
    "CPU ms, median",
    "middle half",
    "census ÷ side, median",
    "middle half",
    "at most",
  ];
  return { columns, rows };
}

function describePopulation({ before, after, rounds, population }) {
  const states = Object.entries(before.counts).filter(([, count]) => count > 0);
  const list = states.map(([state, count]) => `${count} ${state}`).join(", ");
  return `${before.sockets} sockets in a private network namespace (${after.sockets} at the end), ${before.destinations} destinations: ${list}; ${rounds.length} rounds, ${population.times} censuses in each`;
}

function judge(comparisons) {
  const judged = comparisons.filter(({ target }) => target !== undefined);
  const missed = judged.filter(({ ratio, target }) => ratio > target);
  const words = judged.map(
    ({ sockets, name, ratio, target }) =>
      `${ratio.toFixed(3)} × (at most ${target}) ${name} at ${sockets} sockets`,
  );
  const absent = SIDES.filter(([name]) => !comparisons.some((side) => side.name === name)).map(
    ([name]) => name,
  );
  const lack = absent.length > 0 ? `; not on this machine: ${absent.join(", ")}` : "";
  return { passed: missed.length === 0, text: `CPU of a census: ${words.join("; ")}${lack}` };
}

export async function runSuite() {
  requireSystem();
  const directory = mkdtempSync(join(tmpdir(), "fourtuple-bench-"));
  try {
    const floor = buildFloor(directory);
    const measured = [];
    for (const population of POPULATIONS) measured.push(await measurePopulation(population, floor));
    return report(measured);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function report(measured) {
  const comparisons = measured.flatMap(compare);
  return {
    title: "Collector: what one census costs",
    verdict: judge(comparisons),
    facts: [
      ...measured.map(describePopulation),
      `before measuring, the census counted in every state what \`ss -tan\` counted (${execFileSync("ss", ["-V"], { encoding: "utf8" }).trim()})`,
      "all sides in every round, order reversed from round to round",
    ],
    table: tabulate(comparisons),
    notes: [
      "CPU is user and system: of the whole Node process for a census, of the waited-for child (RUSAGE_CHILDREN) for a command, of all threads (schedstat) for the exporter.",
      "A census is both dumps, LISTEN with its memory attribute and all other states, with every list made: destinations, local ports, peers, cgroups.",
      "The bare reader is bench/collector/floor.c: one dump of all states by the same request, nothing kept but a count per state.",
      "The text of `ss` and of the exporter would still have to be parsed by somebody.",
    ],
    measurements: {
      targets: TARGETS,
      comparisons: comparisons.map(({ sockets, name, ratio, cpuMs }) => ({
        sockets,
        name,
        ratio,
        cpuMs: median(cpuMs),
      })),
      measured,
    },
  };
}
