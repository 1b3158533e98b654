import { RECORD_KIND } from "@fourtuple/contracts/agent";
import type { SeriesResponse } from "@fourtuple/contracts/web";
import { encodeTopLists, type Sample } from "@fourtuple/core/samples";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser } from "./support/browser.js";
import { makeTopLists } from "./support/readings.js";
import { jsonRecord, packRecord } from "./support/records.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

const HOUR_MS = 3_600_000;

let api: TestApi;
let folder: TrustedFolder;
let browser: Browser;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path, retentionDays: 2 } });
  browser = new Browser(api.url);
  await browser.login();
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

describe("records", () => {
  it("of top lists are kept as they came, once", async () => {
    const agent = await newAgent();
    const atMs = Math.floor(api.clock.nowMs()) - 60_000;
    const lists = makeTopLists({ atMs, tier: "troubled" });
    const record = { kind: RECORD_KIND.TOP_LISTS, id: 1, body: encodeTopLists(lists) };
    const answers = await agent.deliver([record, { ...record, id: 2 }]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
    const rows = await api.query<{ tier: number; at: Date; body: Buffer }>(
      "select tier, at, body from ts.top_lists where host_id = $1",
      [agent.hostId],
    );
    expect(rows).toEqual([{ tier: 1, at: new Date(atMs), body: Buffer.from(record.body) }]);
    agent.close();
  });

  it("of a gap are kept once, and name the silence that they explain in the history", async () => {
    const agent = await newAgent();
    const samples = run(300);
    const startMs = samples[0]?.atMs ?? 0;
    const gap = { fromMs: startMs + 60_000, toMs: startMs + 119_000, reason: "spool-full", samples: 60 };
    await agent.deliver([
      packRecord(1, samples.slice(0, 60)),
      jsonRecord(RECORD_KIND.GAP, 2, gap),
      jsonRecord(RECORD_KIND.GAP, 3, gap),
      packRecord(4, samples.slice(180, 240)),
    ]);
    expect(await api.query("select 1 from ts.recorded_gap where host_id = $1", [agent.hostId])).toHaveLength(
      1,
    );
    const range = `from=${startMs}&to=${startMs + 239_000}&step=1000`;
    const path = `/api/v1/hosts/${agent.hostId}/series?metrics=states.TIME_WAIT&${range}`;
    const { json: series } = await browser.get<SeriesResponse>(path);
    expect(series.gaps).toEqual([
      { fromMs: startMs + 59_000, toMs: startMs + 119_000, reason: "spool-full" },
      { fromMs: startMs + 119_000, toMs: startMs + 180_000, reason: "agent-silent" },
    ]);
    agent.close();
  });

  it.each([
    ["a gap that ends before it begins", { fromMs: 2, toMs: 1, reason: "spool-full", samples: 1 }, "toMs"],
    ["a gap for no known reason", { fromMs: 1, toMs: 2, reason: "because", samples: 1 }, "reason"],
    ["a gap before all that is kept", { fromMs: 1, toMs: 2, reason: "spool-full", samples: 1 }, "outside"],
    ["a gap that is none", ["x"], "payload"],
  ])("rejected: %s", async (_, body, reason) => {
    const agent = await newAgent();
    const [answer] = await agent.deliver([jsonRecord(RECORD_KIND.GAP, 1, body)]);
    expect(answer?.outcome).toBe("rejected");
    expect(answer?.reason).toContain(reason);
    agent.close();
  });

  it("of a kind of a newer agent get no answer, so that it keeps them, and hold nothing up", async () => {
    const agent = await newAgent();
    for (let id = 0; id < 10; id++) agent.sendRecord({ kind: 200, id, body: new Uint8Array(10) });
    expect(await agent.deliver([packRecord(77, run(3))])).toMatchObject([{ id: 77, outcome: "stored" }]);
    const told = api
      .logged()
      .split("\n")
      .filter((line) => line.includes("does not know stay with"));
    expect(told.filter((line) => line.includes(agent.hostId))).toHaveLength(1);
    agent.close();
  });
});

describe("the boots of a host", () => {
  it("name the reboot behind a silence, also behind older ones", async () => {
    const identity = await folder.trustedIdentity();
    const startMs = Math.floor(api.clock.nowMs() / 1_000) * 1_000 - HOUR_MS;
    const { host } = identity.hello("n".repeat(43));
    const boots = [300, 900].map((second) => startMs / 1_000 + second);
    let agent: TestAgent | null = null;
    for (const [index, bootedAtSec] of boots.entries()) {
      const booted = { ...host, bootId: `boot-${index}`, bootedAtSec };
      agent = await TestAgent.connect(api.url, identity, { delivers: "packs", host: booted });
    }
    const secondsFrom = (second: number, firstSeq: number) =>
      makeSampleRun({ count: 60, startMs: startMs + second * 1_000, epochMs: firstSeq, firstSeq });
    await agent?.deliver([
      packRecord(1, secondsFrom(0, 1)),
      packRecord(2, secondsFrom(600, 100)),
      packRecord(3, secondsFrom(1_200, 200)),
    ]);
    await vi.waitFor(async () => {
      const range = `from=${startMs}&to=${startMs + 1_259_000}&step=1000`;
      const path = `/api/v1/hosts/${agent?.hostId}/series?metrics=states.TIME_WAIT&${range}`;
      const { json: series } = await browser.get<SeriesResponse>(path);
      expect(series.gaps.map(({ reason }) => reason)).toEqual(["host-rebooted", "host-rebooted"]);
    });
    agent?.close();
  });
});
