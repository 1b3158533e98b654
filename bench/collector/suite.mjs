import { execFileSync } from "node:child_process";
import { namespacesAvailable, ssAvailable, startNamespace } from "@fourtuple/testkit/namespaces";
import { describeSpread, median } from "../statistics.mjs";
import { populate } from "./population.mjs";

const POPULATION = { established: 34_000, timeWait: 16_000 };
const ROUNDS = 40;
const CENSUSES_PER_ROUND = 3;
const TARGET_RATIO = 0.6;
/** Sockets may end during the run; past one in a hundred the two sides would not have measured the same. */
const MAX_LOSS = 0.01;

function requireSystem() {
  for (const check of [namespacesAvailable(), ssAvailable()]) {
    if (!check.ok) throw new Error(`the collector suite cannot run here: ${check.reason}`);
  }
}

async function measureInNamespace() {
  const namespace = await startNamespace();
  try {
    await populate(namespace, POPULATION);
    const { counts: witness } = await namespace.ask("countBySs", {});
    const module = new URL("./measure.mjs", import.meta.url).href;
    const argument = { rounds: ROUNDS, censusesPerRound: CENSUSES_PER_ROUND };
    const measured = await namespace.ask("run", { module, name: "measureRounds", argument });
    return { witness, ...measured };
  } finally {
    await namespace.close();
  }
}

function checkCounts({ witness, before, after }) {
  const wanted = POPULATION.established + POPULATION.timeWait;
  if (before.source !== "sock_diag") throw new Error(`the census was not by sock_diag: ${before.reason}`);
  if (JSON.stringify(before.counts) !== JSON.stringify(witness)) {
    throw new Error(`the census counted ${JSON.stringify(before.counts)}, ss ${JSON.stringify(witness)}`);
  }
  for (const { sockets } of [before, after]) {
    if (sockets < wanted * (1 - MAX_LOSS)) throw new Error(`${sockets} of ${wanted} sockets were there`);
  }
}

function tabulate(rounds) {
  const sides = [
    ["census by sock_diag, in process, warm", ({ censusMs }) => censusMs],
    ["`ss -tan >/dev/null`", ({ ssMs }) => ssMs],
    ["`ss -tan` less an empty process", ({ ssMs, emptyProcessMs }) => ssMs - emptyProcessMs],
    ["census by /proc/net/tcp, the fallback", ({ procfsMs }) => procfsMs],
  ];
  const rows = sides.map(([name, pick]) => {
    const cpu = describeSpread(rounds.map(pick), 1);
    const ratio = describeSpread(
      rounds.map((round) => round.censusMs / pick(round)),
      3,
    );
    return [name, cpu.median, cpu.spread, ratio.median, ratio.spread];
  });
  return {
    columns: ["side", "CPU ms, median", "middle half", "census ÷ side, median of rounds", "middle half"],
    rows,
  };
}

export async function runSuite() {
  requireSystem();
  const measured = await measureInNamespace();
  checkCounts(measured);
  const { before, after, rounds } = measured;
  const ratio = median(rounds.map(({ censusMs, ssMs }) => censusMs / ssMs));
  const strict = median(rounds.map((round) => round.censusMs / (round.ssMs - round.emptyProcessMs)));
  const passed = strict <= TARGET_RATIO;
  const states = Object.entries(before.counts).filter(([, count]) => count > 0);
  return {
    title: "Collector: one census against `ss -tan`",
    verdict: {
      passed,
      text: `a census costs ${ratio.toFixed(3)} × the CPU of \`ss -tan\` (${strict.toFixed(3)} × without the start of its process); the target is at most ${TARGET_RATIO} ×`,
    },
    facts: [
      `${before.sockets} sockets in a private network namespace (${after.sockets} at the end): ${states.map(([state, count]) => `${count} ${state}`).join(", ")}`,
      `before measuring, the census counted in every state what \`ss -tan\` counted (${execFileSync("ss", ["-V"], { encoding: "utf8" }).trim()})`,
      `${rounds.length} rounds, all sides in each, order reversed from round to round; ${CENSUSES_PER_ROUND} censuses per round`,
    ],
    table: tabulate(rounds),
    notes: [
      "CPU is user and system: of the whole Node process for a census, of the waited-for child (RUSAGE_CHILDREN) for a command.",
      "A census is both dumps: LISTEN with its memory attribute, and all other states; its counts and listeners are ready for use, while the text of `ss` would still have to be parsed.",
    ],
    measurements: {
      targetRatio: TARGET_RATIO,
      ratio,
      strictRatio: strict,
      sockets: before.sockets,
      counts: before.counts,
      rounds,
    },
  };
}
