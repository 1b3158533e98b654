import { randomUUID } from "node:crypto";
import type { SeriesResponse } from "@fourtuple/contracts/web";
import { METRIC_COUNT, metricByName } from "@fourtuple/core/samples";
import { makeAgentIdentity } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
let browser: Browser;
let hostId: string;
/** A round time some minutes ago, so that steps of 10 s begin at it. */
let startMs: number;
beforeAll(async () => {
  api = await startTestApi();
  browser = new Browser(api.url);
  await browser.login();
});
afterAll(() => api.dispose());
beforeEach(async () => {
  startMs = Math.floor(api.clock.nowMs() / 60_000) * 60_000 - 600_000;
  hostId = await insertHost(startMs);
});

async function insertHost(enrolledMs: number, bootedMs: number | null = null): Promise<string> {
  const id = randomUUID();
  await api.query(
    `insert into hosts (id, name, public_key, kernel, arch, agent_version, interval_ms, enrolled_at, booted_at)
     values ($1, 'web-1', $2, '6.8', 'x86_64', '0.1.0', 1000, $3, $4)`,
    [id, makeAgentIdentity().publicKey, new Date(enrolledMs), bootedMs === null ? null : new Date(bootedMs)],
  );
  return id;
}

interface Row {
  readonly atMs: number;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly epochMs?: number;
}

async function insertSamples(rows: readonly Row[]): Promise<void> {
  for (const [index, { atMs, figures, epochMs = 1 }] of rows.entries()) {
    const values = Array<number | null>(METRIC_COUNT).fill(null);
    for (const [name, value] of Object.entries(figures)) values[metricByName(name)?.id ?? -1] = value;
    await api.query("insert into ts.sample values ($1, $2, $3, $4, $4, 0, false, $5)", [
      hostId,
      epochMs,
      index + 1,
      new Date(atMs),
      values,
    ]);
  }
}

async function series(query: Readonly<Record<string, string | number>>): Promise<SeriesResponse> {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) parameters.set(key, String(value));
  const { status, json, text } = await browser.get<SeriesResponse>(
    `/api/v1/hosts/${hostId}/series?${parameters}`,
  );
  expect(status, text).toBe(200);
  return json;
}

const TW = "states.TIME_WAIT";
const SEGS = "Tcp.InSegs";

/** One sample a second from `from` s to before `to` s after the start. */
function seconds(from: number, to: number, figures: (second: number) => Row["figures"], epochMs = 1): Row[] {
  return Array.from({ length: to - from }, (_, index) => ({
    atMs: startMs + (from + index) * 1_000,
    figures: figures(from + index),
    epochMs,
  }));
}

describe("a series", () => {
  it("of a gauge holds mean, least and greatest of each step", async () => {
    await insertSamples(seconds(0, 30, (second) => ({ [TW]: second })));
    const {
      t,
      series: found,
      stepMs,
      gaps,
    } = await series({
      metrics: TW,
      from: startMs,
      to: startMs + 30_000,
      step: "10s",
    });
    expect(stepMs).toBe(10_000);
    expect(t).toEqual([startMs, startMs + 10_000, startMs + 20_000]);
    const common = { metric: TW, kind: "gauge", unit: "sockets" };
    expect(found).toEqual([{ ...common, avg: [4.5, 14.5, 24.5], min: [0, 10, 20], max: [9, 19, 29] }]);
    expect(gaps).toEqual([]);
  });

  it("of a metric that an older agent did not know holds nulls beside the samples of a newer one", async () => {
    const old = Array<number>(62).fill(7);
    await api.query("insert into ts.sample values ($1, 1, 999, $2, $2, 0, false, $3)", [
      hostId,
      new Date(startMs),
      old,
    ]);
    await insertSamples(seconds(10, 20, () => ({ [TW]: 1, "agent.residentBytes": 5, "agent.cpuUs": 5 })));
    const { series: found } = await series({
      metrics: `${TW},agent.residentBytes,agent.cpuUs`,
      from: startMs,
      to: startMs + 20_000,
      step: 10_000,
    });
    expect(found.map(({ avg }) => avg)).toEqual([
      [7, 1],
      [null, 5],
      [null, null],
    ]);
  });

  it("of a counter holds its rate per second, from the sample before the range on", async () => {
    await insertSamples(seconds(0, 60, (second) => ({ [SEGS]: 1_000 + 7 * second })));
    const { series: found } = await series({
      metrics: `${SEGS},${TW}`,
      from: startMs + 20_000,
      to: startMs + 50_000,
      step: 10_000,
    });
    expect(found[0]).toMatchObject({ metric: SEGS, kind: "counter", unit: "segments/s", avg: [7, 7, 7] });
    expect(found[1]).toMatchObject({ metric: TW, avg: [null, null, null] });
  });

  it("shows a counter that was reset as null, never as a negative or a huge rate", async () => {
    await insertSamples(
      seconds(0, 40, (second) => ({ [SEGS]: second < 20 ? 5_000 + 3 * second : 3 * (second - 20) })),
    );
    const { series: found } = await series({
      metrics: SEGS,
      from: startMs,
      to: startMs + 40_000,
      step: 10_000,
    });
    expect(found[0]?.avg).toEqual([null, 3, null, 3]);
  });

  it("has nulls where no sample was, and names the silence", async () => {
    await insertSamples([
      ...seconds(0, 10, () => ({ [TW]: 1, [SEGS]: 1 })),
      ...seconds(50, 60, () => ({ [TW]: 1, [SEGS]: 99 })),
    ]);
    const { series: found, gaps } = await series({
      metrics: `${TW},${SEGS}`,
      from: startMs,
      to: startMs + 60_000,
      step: 10_000,
    });
    expect(found[0]?.avg).toEqual([1, null, null, null, null, 1]);
    expect(found[1]?.avg).toEqual([null, null, null, null, null, null]);
    expect(gaps).toEqual([{ fromMs: startMs + 9_000, toMs: startMs + 50_000, reason: "agent-silent" }]);
  });

  it("tells a restarted agent from a rebooted host", async () => {
    const two = (bootedMs: number | null) => async () => {
      hostId = await insertHost(startMs, bootedMs);
      await insertSamples([
        ...seconds(0, 10, () => ({ [TW]: 1 })),
        ...seconds(50, 60, () => ({ [TW]: 1 }), 2),
      ]);
      const { gaps } = await series({ metrics: TW, from: startMs, to: startMs + 60_000, step: 10_000 });
      return gaps.map((gap) => gap.reason);
    };
    expect(await two(startMs - 1_000)()).toEqual(["agent-restarted"]);
    expect(await two(startMs + 30_000)()).toEqual(["host-rebooted"]);
  });

  it("names the silence at the ends of the range, but not before the host was known", async () => {
    await insertSamples(seconds(100, 110, () => ({ [TW]: 1 })));
    const { gaps } = await series({
      metrics: TW,
      from: startMs - 300_000,
      to: startMs + 200_000,
      step: 10_000,
    });
    expect(gaps.map(({ fromMs, toMs }) => [fromMs - startMs, toMs - startMs])).toEqual([
      [0, 100_000],
      [109_000, 200_000],
    ]);
  });

  it("keeps one sample in each step of a second although their times jitter about the second", async () => {
    const jitter = [0, -4, 3, -2, 5, -5, 1, 0, -3, 4];
    await insertSamples(
      jitter.map((ms, second) => ({ atMs: startMs + second * 1_000 + ms, figures: { [TW]: second } })),
    );
    const { series: found } = await series({ metrics: TW, from: startMs, to: startMs + 9_400, step: "1s" });
    expect(found[0]?.avg.filter((value) => value !== null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(found[0]?.avg).toHaveLength(10);
  });

  it("covers the last 15 minutes with at most 900 points unless asked otherwise", async () => {
    const answer = await series({ metrics: TW });
    expect(answer.stepMs).toBe(1_000);
    expect(answer.t.length).toBeLessThanOrEqual(901);
    expect(Math.abs(answer.toMs - api.clock.nowMs())).toBeLessThan(5_000);
    const week = await series({ metrics: TW, from: new Date(startMs - 7 * 86_400_000).toISOString() });
    expect(week.stepMs).toBe(900_000);
    const decade = await series({ metrics: TW, from: "2017-01-01" });
    expect(decade.t.length).toBeLessThanOrEqual(901);
  });
});

describe("a question that cannot be answered", () => {
  it.each([
    [
      "an unknown metric, with a near name",
      "metrics=states.TIMEWAIT",
      "metrics",
      "did you mean states.TIME_WAIT?",
    ],
    ["a field without its table", "metrics=ListenDrops", "metrics", "did you mean TcpExt.ListenDrops"],
    ["SQL for a metric", "metrics=values[1]);drop%20table%20hosts--", "metrics", "is not a metric"],
    ["no metric", "", "metrics", "name at least one metric"],
    ["no metric at all", "metrics=,", "metrics", "name at least one metric"],
    ["metrics given twice", "metrics=a&metrics=b", "metrics", "in one parameter"],
    ["too many metrics", `metrics=${Array.from({ length: 21 }, (_, n) => `m${n}`)}`, "metrics", "at most 20"],
    ["a time that is none", `metrics=${TW}&from=yesterday`, "from", "ISO 8601"],
    ["a negative time", `metrics=${TW}&from=-5`, "from", "ISO 8601"],
    ["a step that is none", `metrics=${TW}&step=NaN`, "step", "10s or 5m"],
    ["a step of nothing", `metrics=${TW}&step=0`, "step", "at least 100"],
    ["a reversed range", `metrics=${TW}&from=2000&to=1000`, "from", "earlier than `to`"],
    ["too many points", `metrics=${TW}&from=0&to=315360000000&step=1s`, "step", "at most 4000"],
  ])("names the parameter: %s", async (_, query, field, message) => {
    const { status, json } = await browser.get(`/api/v1/hosts/${hostId}/series?${query}`);
    expect(status).toBe(400);
    const found = json.errors?.find((error) => error.field === field);
    expect(found?.message).toContain(message);
  });

  it("names everything that is wrong at once", async () => {
    const { json } = await browser.get(`/api/v1/hosts/${hostId}/series?metrics=x&from=y&step=z`);
    expect(json.errors?.map((error) => error.field)).toEqual(["metrics", "from", "step"]);
  });
});
