// Fills the spool of a small disk, minute by minute of a made-up clock, and prints what became of each sample.
// Usage: node full-disk-spool.mjs <directory> <minutes to go on when it is full>
import { decodePack } from "@fourtuple/core/samples";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import { openSpool } from "../../apps/agent/dist/spool/open-spool.js";

const [directory = "", minutesMore = "60"] = process.argv.slice(2);
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);
const PACK_KIND = 1;

let nowMs = START_MS;
const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs - START_MS, after: () => () => undefined };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const spool = await openSpool({ directory, clock, log: silent });

let taken = 0;
async function takeMinute() {
  const run = makeSampleRun({ count: 60, startMs: nowMs, epochMs: START_MS, firstSeq: taken + 1 });
  for (const sample of run) {
    nowMs = sample.atMs;
    spool.append(sample);
  }
  taken += run.length;
  nowMs += 1_000;
  await spool.flush();
}

/** Reads everything and, as a server that is back, answers for it. */
async function answerAll() {
  const seqs = [];
  const gaps = [];
  for (let record = spool.next(new Set(), null); record !== null; record = spool.next(new Set(), null)) {
    const body = await spool.read(record.id);
    if (record.kind === PACK_KIND) seqs.push(...decodePack(body).value.map(({ seq }) => seq));
    else gaps.push(JSON.parse(Buffer.from(body).toString()));
    spool.acknowledge(record.id);
    await spool.flush();
  }
  return { seqs, gaps };
}

while (spool.status().problem === null && nowMs - START_MS < 24 * 60 * MINUTE_MS) await takeMinute();
const full = { ...spool.status(), taken };
for (let minute = 0; minute < Number(minutesMore); minute++) await takeMinute();
const late = { ...spool.status(), taken };
const first = await answerAll();
for (let minute = 0; minute < 2; minute++) await takeMinute();
const mended = { ...spool.status(), taken };
const second = await answerAll();
const open = spool.openMinute().map(({ seq }) => seq);
await spool.close();
const seqs = [...first.seqs, ...second.seqs, ...open];
const gaps = [...first.gaps, ...second.gaps];
process.stdout.write(
  JSON.stringify({
    full,
    late,
    mended,
    gaps,
    taken,
    kept: new Set(seqs).size,
    twice: seqs.length - new Set(seqs).size,
  }),
);
