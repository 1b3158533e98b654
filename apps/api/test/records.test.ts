import { FRAME, MAX_UNANSWERED_RECORDS, RECORD_KIND } from "@fourtuple/contracts/agent";
import { encodePack, MAX_PACK_SAMPLES, type Sample } from "@fourtuple/core/samples";
import { makeSample, makeSampleRun } from "@fourtuple/testkit/samples";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseApiConfig } from "../src/config.js";
import { startApi } from "../src/main.js";
import { packRecord } from "./support/records.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

let api: TestApi;
let folder: TrustedFolder;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path, retentionDays: 2 } });
});
afterAll(async () => {
  await api.dispose();
  await folder.remove();
});

async function newAgent(
  identity?: Awaited<ReturnType<TrustedFolder["trustedIdentity"]>>,
): Promise<TestAgent> {
  return TestAgent.connect(api.url, identity ?? (await folder.trustedIdentity()), { delivers: "packs" });
}

/** One sample a second, the first `agoMs` ago. */
function run(count: number, agoMs = HOUR_MS, seed = 1): readonly Sample[] {
  const startMs = Math.floor(api.clock.nowMs()) - agoMs;
  return makeSampleRun({ count, startMs, epochMs: 1_767_225_600_000, seed });
}

interface Stored {
  readonly seq: number;
  readonly at: Date;
  readonly values: (number | null)[];
}

function stored(hostId: string): Promise<Stored[]> {
  return api.query("select seq, at, values from ts.sample where host_id = $1 order by epoch_ms, seq", [
    hostId,
  ]);
}

describe("a pack", () => {
  it("is answered once its samples are stored, figure for figure", async () => {
    const agent = await newAgent();
    const samples = run(120);
    const answers = await agent.deliver([
      packRecord(7, samples.slice(0, 60)),
      packRecord(8, samples.slice(60)),
    ]);
    expect(answers).toEqual([
      { id: 7, outcome: "stored", written: 60, duplicate: 0 },
      { id: 8, outcome: "stored", written: 60, duplicate: 0 },
    ]);
    const rows = await stored(agent.hostId);
    expect(rows.map((row) => row.seq)).toEqual(samples.map((sample) => sample.seq));
    expect(rows.map((row) => row.values)).toEqual(samples.map((sample) => sample.values));
    expect(rows.map((row) => row.at.getTime())).toEqual(samples.map((sample) => sample.atMs));
    agent.close();
  });

  it("meets the samples that came live once, whichever was first, and live ones are never acknowledged", async () => {
    const agent = await newAgent();
    const samples = run(60, 90_000);
    agent.sendSamples(samples.slice(0, 20));
    await api.waitForRow("select 1 from ts.sample where host_id = $1 and seq = 20", [agent.hostId]);
    agent.sendPack(1, samples);
    await agent.answered(1);
    expect(agent.recordAcks[0]).toMatchObject({ outcome: "stored", written: 40, duplicate: 20 });
    agent.sendSamples(samples.slice(20, 40));
    await agent.deliver([packRecord(2, samples)]);
    expect(agent.recordAcks[1]).toMatchObject({ outcome: "stored", written: 0, duplicate: 60 });
    expect(await stored(agent.hostId)).toHaveLength(60);
    expect(agent.acks).toEqual([]);
    agent.close();
  });

  it("that is sent again, on two connections, in any order, is stored once", async () => {
    const identity = await folder.trustedIdentity();
    const samples = run(240);
    const minutes = [0, 1, 2, 3].map((minute) =>
      packRecord(minute, samples.slice(60 * minute, 60 * minute + 60)),
    );
    const first = await newAgent(identity);
    for (const minute of minutes) first.sendRecord(minute);
    const second = await newAgent(identity);
    const answers = await second.deliver([...minutes.toReversed(), ...minutes]);
    expect(answers.every(({ outcome }) => outcome === "stored")).toBe(true);
    const written = (agent: TestAgent) => agent.recordAcks.reduce((sum, ack) => sum + ack.written, 0);
    expect(written(first) + written(second)).toBeLessThanOrEqual(240);
    expect((await stored(second.hostId)).map((row) => row.seq)).toEqual(samples.map((sample) => sample.seq));
    second.close();
  });

  it("that comes to two servers of one database at once is stored once", async () => {
    const identity = await folder.trustedIdentity();
    const parsed = parseApiConfig({ DATABASE_URL: api.databaseUrl, FOURTUPLE_PORT: "0" });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const replica = await startApi(parsed.config, { log: pino({ level: "silent" }) });
    const samples = run(600);
    const packs = Array.from({ length: 10 }, (_, id) => packRecord(id, samples.slice(60 * id, 60 * id + 60)));
    const here = await newAgent(identity);
    const there = await TestAgent.connect(replica.url, identity, { delivers: "packs" });
    const answers = (await Promise.all([here.deliver(packs), there.deliver(packs)])).flat();
    expect(answers.reduce((sum, { written }) => sum + written, 0)).toBe(600);
    expect(answers.reduce((sum, { duplicate }) => sum + duplicate, 0)).toBe(600);
    expect(await stored(here.hostId)).toHaveLength(600);
    here.close();
    there.close();
    await replica.close();
  });

  it("of an earlier run of the agent, with holes, lies beside the run of now", async () => {
    const agent = await newAgent();
    const samples = makeSampleRun({
      count: 10,
      startMs: Math.floor(api.clock.nowMs()) - HOUR_MS,
      epochMs: 5,
    });
    const holed = samples.filter(({ seq }) => seq % 3 !== 0);
    await agent.deliver([packRecord(1, holed), packRecord(2, run(5))]);
    expect(agent.recordAcks.map((ack) => ack.written)).toEqual([holed.length, 5]);
    agent.close();
  });

  it.each([
    ["empty", new Uint8Array()],
    ["of another codec", Uint8Array.from({ length: 300 }, (_, index) => (index * 37) % 256)],
    ["all zeros", new Uint8Array(900_000)],
  ])(
    "that is %s is rejected for good, with the reason, logged once, and the connection stays",
    async (_, body) => {
      const agent = await newAgent();
      const [answer] = await agent.deliver([{ kind: RECORD_KIND.PACK, id: 3, body }]);
      expect(answer).toMatchObject({ id: 3, outcome: "rejected", written: 0, duplicate: 0 });
      expect(answer?.reason).not.toBe("");
      const lines = api.logged().split("\n");
      const told = lines.filter(
        (line) => line.includes("a record was rejected") && line.includes(agent.hostId),
      );
      expect(told).toHaveLength(1);
      expect(await agent.deliver([packRecord(4, run(1))])).toMatchObject([{ id: 4, outcome: "stored" }]);
      agent.close();
    },
  );

  it("with any bit of it turned is stored or rejected, and never ends the server or the connection", async () => {
    const agent = await newAgent();
    const { body } = packRecord(1, run(60));
    const bent = Array.from({ length: 60 }, (_, index) => {
      const copy = Uint8Array.from(body);
      const at = Math.floor((index * body.length) / 60);
      copy[at] = (copy[at] ?? 0) ^ (1 << (index % 8));
      return { kind: RECORD_KIND.PACK, id: index, body: copy };
    });
    const answers = await agent.deliver(bent);
    expect(answers.map(({ id }) => id)).toEqual(bent.map(({ id }) => id));
    agent.close();
  });

  it("of absurd but valid content does no harm", async () => {
    const agent = await newAgent();
    const nowMs = Math.floor(api.clock.nowMs());
    const huge = makeSample({ atMs: nowMs, epochMs: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER });
    const largest = huge.values.map(() => Number.MAX_SAFE_INTEGER);
    const nothing = huge.values.map(() => null);
    const longest = makeSampleRun({ count: MAX_PACK_SAMPLES, startMs: nowMs - HOUR_MS, epochMs: 9 });
    const answers = await agent.deliver([
      packRecord(1, [{ ...huge, values: largest }]),
      packRecord(2, [makeSample({ atMs: nowMs, epochMs: 0, values: nothing, censusSource: "none" })]),
      packRecord(3, longest),
      packRecord(4, [makeSample({ atMs: nowMs, seq: 0 })]),
    ]);
    expect(answers.map(({ written }) => written)).toEqual([1, 1, MAX_PACK_SAMPLES, 0]);
    expect(answers[3]).toMatchObject({ outcome: "rejected", reason: "seq counts from 1" });
    agent.close();
  });
});

describe("the time of a pack", () => {
  it("is believed while the host's clock is, and what lies outside of what is kept is left out and told", async () => {
    const agent = await newAgent();
    agent.sendSamples([makeSample({ atMs: api.clock.nowMs(), epochMs: 1_767_225_600_000, seq: 99 })]);
    const [old, odd, mixed] = await agent.deliver([
      packRecord(1, run(60, 3 * 24 * HOUR_MS)),
      packRecord(2, run(60, -HOUR_MS)),
      packRecord(3, [...run(1, 3 * 24 * HOUR_MS), ...run(2).slice(1)]),
    ]);
    expect(old).toMatchObject({
      outcome: "rejected",
      reason: "all 60 samples are outside the time that is kept",
    });
    expect(odd).toMatchObject({ outcome: "rejected" });
    expect(mixed).toMatchObject({ outcome: "stored", written: 1 });
    expect(mixed?.reason).toBe("1 of 2 samples are outside the time that is kept");
    agent.close();
  });

  it("of a clock that is hours ahead is moved to where the live samples lie, each second in its place", async () => {
    const agent = await newAgent();
    const aheadMs = 6 * HOUR_MS;
    const atMs = Math.floor(api.clock.nowMs()) + aheadMs;
    agent.sendSamples([makeSample({ atMs, epochMs: 1_767_225_600_000, seq: 1_000 })]);
    await agent.deliver([packRecord(1, run(60, 10 * MINUTE_MS - aheadMs))]);
    const rows = (await stored(agent.hostId)).slice(0, 60).map((row) => row.at.getTime());
    expect(rows[59]).toBe((rows[0] ?? 0) + 59_000);
    expect(Math.abs(api.clock.nowMs() - 10 * MINUTE_MS - (rows[0] ?? 0))).toBeLessThan(20_000);
    agent.close();
  });
});

describe("an agent", () => {
  it("is told that records are taken, and of which kinds", async () => {
    const agent = TestAgent.open(api.url);
    await agent.sayHello(await folder.trustedIdentity());
    expect(await agent.welcome()).toMatchObject({ takesRecords: true, recordKinds: [1, 2, 3] });
    agent.close();
  });

  it("of the version before is served as before: each sample stored and acknowledged", async () => {
    const agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
    agent.sendSamples(run(50));
    await agent.ackedThrough(50);
    expect(await stored(agent.hostId)).toHaveLength(50);
    agent.close();
  });

  it("that sends more records than may be unanswered is refused", async () => {
    const agent = await newAgent();
    const body = encodePack(run(MAX_PACK_SAMPLES));
    for (let id = 0; id < 10 * MAX_UNANSWERED_RECORDS; id++)
      agent.sendRecord({ kind: RECORD_KIND.PACK, id, body });
    expect(await agent.refusal()).toMatchObject({ code: "malformed" });
    await agent.closing();
  });

  it("that sends a record without a header is refused", async () => {
    const agent = await newAgent();
    agent.send(FRAME.RECORD, new Uint8Array(3));
    expect(await agent.refusal()).toMatchObject({ code: "malformed" });
    await agent.closing();
  });

  it("that sends more than it can have is told to come back later", async () => {
    const agent = await newAgent();
    const body = encodePack(run(1));
    const records = Array.from({ length: 8_100 }, (_, id) => ({ kind: RECORD_KIND.PACK, id, body }));
    await expect(agent.deliver(records)).rejects.toThrow("closed");
    const refusal = await agent.refusal();
    expect(refusal).toMatchObject({ code: "overloaded" });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
  });
});
