import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FRAME, frameOf, jsonFrame } from "@fourtuple/contracts/agent";
import { METRIC_COUNT, type Sample } from "@fourtuple/core/samples";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AgentParts, type RunningAgent, runAgent } from "../src/index.js";
import { type Behaviour, TinyServer } from "./tiny-server.js";

const PROC_ROOT = join(import.meta.dirname, "fixtures/6.18-close-wait-leak/proc");
/** The shortest that the contract allows. */
const INTERVAL_MS = 100;
const PATIENCE = { timeout: 20_000, interval: 5 };

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly retryInMs?: number;
}
const WARN = 40;

let directory: string;
let log: LogLine[];
let agent: RunningAgent | null;
let servers: TinyServer[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "fourtuple-uplink-"));
  log = [];
  agent = null;
  servers = [];
});

afterEach(async () => {
  await agent?.stop();
  for (const server of servers) await server.kill();
  await rm(directory, { recursive: true });
});

async function listen(behaviour?: Behaviour, port?: number): Promise<TinyServer> {
  const server = await TinyServer.listen(behaviour, port);
  servers.push(server);
  return server;
}

async function start(serverUrl: string, parts: AgentParts = {}): Promise<RunningAgent> {
  const config = {
    serverUrl,
    identityFile: join(directory, "identity"),
    procRoot: PROC_ROOT,
    intervalMs: INTERVAL_MS,
    logLevel: "debug",
  } as const;
  agent = await runAgent(config, {
    log: pino({ level: "debug" }, { write: (line: string) => void log.push(JSON.parse(line)) }),
    backoff: { baseMs: 10, capMs: 40 },
    ...parts,
  });
  return agent;
}

function until(condition: () => void): Promise<void> {
  return vi.waitFor(condition, PATIENCE);
}

function seqs(samples: readonly Sample[]): number[] {
  return samples.map(({ seq }) => seq);
}

/** 1, 2, 3, ... without a hole and without a repeat. */
function expectUnbroken(samples: readonly Sample[]): void {
  expect(seqs(samples)).toEqual(samples.map((_sample, i) => i + 1));
}

function warnings(word: string): LogLine[] {
  return log.filter(({ level, msg }) => level >= WARN && msg.includes(word));
}

describe("a connection", () => {
  it("proves who the agent is and tells which host it watches", async () => {
    const server = await listen();
    const { publicKey } = await start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(0));
    expect(server.visit.problems).toEqual([]);
    expect(server.visit.hello).toMatchObject({
      publicKey,
      contractVersion: 1,
      intervalMs: INTERVAL_MS,
      metricCount: METRIC_COUNT,
      host: { hostname: "web-1", kernel: "6.18.44" },
    });
  });

  it("brings samples in order, a key frame first and small deltas after it", async () => {
    const server = await listen();
    await start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(5));
    expectUnbroken(server.samples);
    expect(server.samples[0]?.values.slice(0, 4)).toEqual([2, 0, 0, 50]);
    expect(server.visit.sampleBytes[0]).toBeGreaterThan(60);
    for (const bytes of server.visit.sampleBytes.slice(1)) expect(bytes).toBeLessThan(10);
  });

  it("brings all settings and the listeners once, while nothing in them changes", async () => {
    const server = await listen();
    await start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(5));
    expect(server.visit.sysctls).toHaveLength(1);
    expect(server.visit.sysctls[0]?.full).toBe(true);
    expect(server.visit.sysctls[0]?.readings).toHaveLength(100);
    expect(server.visit.listeners).toHaveLength(1);
    expect(server.visit.listeners[0]?.listeners.map(({ port }) => port)).toEqual([9000, 9001]);
  });

  it("is closed in good order when the agent stops", async () => {
    const server = await listen();
    const running = await start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(0));
    await running.stop();
    agent = null;
    await until(() => expect(server.visit.closeCode).toBe(1000));
  });
});

describe("a server that goes away", () => {
  it("gets every sample of the outage when it is back, in order and none twice", async () => {
    const first = await listen();
    await start(first.url);
    await until(() => expect(first.samples.length).toBeGreaterThan(2));
    const { port } = first;
    await first.kill();
    await until(() =>
      expect(log.filter(({ msg }) => msg.includes("ECONNREFUSED")).length).toBeGreaterThan(2),
    );
    const second = await listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(5));
    // A sample whose ack was under way when the server died comes again: the server tells it by its number.
    const again = seqs(second.samples).filter((seq) => seqs(first.samples).includes(seq));
    expect(again.length).toBeLessThanOrEqual(1);
    expectUnbroken([...first.samples, ...second.samples.slice(again.length)]);
  });

  it("gets what it did not acknowledge again, with listeners and settings", async () => {
    const first = await listen({ acknowledges: false });
    await start(first.url);
    await until(() => expect(first.samples.length).toBeGreaterThan(2));
    const { port } = first;
    await first.kill();
    const second = await listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(first.samples.length));
    expectUnbroken(second.samples);
    expect(second.visit.problems).toEqual([]);
    expect(second.visit.listeners).toHaveLength(1);
    expect(second.visit.sysctls[0]?.full).toBe(true);
  });

  it("is reported once, not at every try", async () => {
    const server = await listen();
    const { url } = server;
    await server.kill();
    await start(url);
    await until(() =>
      expect(log.filter(({ msg }) => msg.includes("no connection")).length).toBeGreaterThan(4),
    );
    expect(warnings("no connection")).toHaveLength(1);
  });

  it("for too long costs the oldest samples only, and that is said", async () => {
    const first = await listen();
    const { url, port } = first;
    await first.kill();
    await start(url, { queueLimit: 3 });
    await until(() => expect(warnings("oldest samples are dropped")).toHaveLength(1));
    const second = await listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(4));
    const numbers = seqs(second.samples);
    expect(numbers[0]).toBeGreaterThan(1);
    expect(numbers).toEqual(numbers.map((_seq, i) => (numbers[0] ?? 0) + i));
    await until(() => expect(warnings("kept again")).toHaveLength(1));
  });

  it("without a word is noticed by its silence", async () => {
    const server = await listen({ answersPings: false, acknowledges: false });
    await start(server.url, { timing: { handshakeMs: 5000, pingEveryMs: 20, silentAfterMs: 80 } });
    await until(() => expect(server.visits.length).toBeGreaterThan(1));
    expect(warnings("silent")).not.toEqual([]);
  });

  it("is not given up while it answers pings, even if it acknowledges nothing", async () => {
    const server = await listen({ acknowledges: false });
    await start(server.url, { timing: { handshakeMs: 5000, pingEveryMs: 50, silentAfterMs: 600 } });
    await until(() => expect(server.samples.length).toBeGreaterThan(9));
    expect(server.visits).toHaveLength(1);
  });
});

describe("a server that refuses", () => {
  it.each(["unknown-agent", "revoked", "bad-proof"] as const)(
    "with %s is told of in one sentence and tried again slowly",
    async (code) => {
      const server = await listen({ refuse: { code, message: "not here" } });
      await start(server.url);
      await until(() => expect(warnings(code)).toHaveLength(1));
      expect(warnings(code)[0]?.retryInMs).toBeGreaterThanOrEqual(60_000);
      expect(server.visits).toHaveLength(1);
      expect(server.samples).toEqual([]);
    },
  );

  it("for a while is left alone for as long as it asks, and then gets everything", async () => {
    const server = await listen({ refuse: { code: "overloaded", message: "later", retryAfterMs: 150 } });
    await start(server.url);
    await until(() => expect(warnings("overloaded")).toHaveLength(1));
    expect(warnings("overloaded")[0]?.retryInMs).toBeGreaterThanOrEqual(150);
    server.behaviour = {};
    await until(() => expect(server.samples.length).toBeGreaterThan(4));
    expectUnbroken(server.samples);
  });
});

describe("a server that speaks nonsense", () => {
  it.each([
    ["an empty frame", () => new Uint8Array()],
    ["a challenge that is no JSON", () => frameOf(FRAME.CHALLENGE, Buffer.from("nonsense"))],
    ["a challenge without its nonce", () => jsonFrame(FRAME.CHALLENGE, { contractVersion: 1 })],
    ["a frame larger than any may be", () => new Uint8Array(1_000_001).fill(FRAME.CHALLENGE)],
    ["nothing at all", () => null],
  ])("in the place of a challenge (%s) is left, and tried again", async (_name, firstFrame) => {
    const server = await listen({ firstFrame });
    await start(server.url, { timing: { handshakeMs: 100, pingEveryMs: 1000, silentAfterMs: 1000 } });
    await until(() => expect(server.visits.length).toBeGreaterThan(1));
    server.behaviour = {};
    await until(() => expect(server.samples.length).toBeGreaterThan(0));
    expectUnbroken(server.samples);
  });

  it("after the welcome disturbs nothing", async () => {
    const server = await listen({ acknowledges: false });
    await start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(1));
    const { socket, samples } = server.visit;
    for (const frame of [
      new Uint8Array(),
      frameOf(FRAME.ACK, Buffer.from("{")),
      jsonFrame(FRAME.ACK, { epochMs: -1 }),
      jsonFrame(FRAME.CHALLENGE, { contractVersion: 1, nonce: "n".repeat(43), serverTimeMs: 0 }),
      jsonFrame(FRAME.WELCOME, { hostId: "nobody" }),
      frameOf(0x7f as typeof FRAME.ACK, Buffer.from("from a newer server")),
    ]) {
      socket.send(frame);
    }
    socket.send("a text message");
    const before = samples.length;
    await until(() => expect(samples.length).toBeGreaterThan(before + 1));
    expect(server.visits).toHaveLength(1);
    expectUnbroken(samples);
    expect(warnings("malformed ack").length).toBeGreaterThan(0);
  });

  it("with an ack that runs ahead makes the agent forget nothing that it has not sent", async () => {
    const first = await listen({ acknowledges: false });
    await start(first.url);
    await until(() => expect(first.samples.length).toBeGreaterThan(1));
    const newest = first.visit.samples.at(-1);
    if (newest === undefined) throw new Error("no sample");
    first.acknowledge(first.visit, { ...newest, seq: 1_000_000 });
    const { port } = first;
    await until(() => expect(first.samples.length).toBeGreaterThan(newest.seq + 1));
    await first.kill();
    const second = await listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(2));
    expectUnbroken([...new Map([...first.samples, ...second.samples].map((s) => [s.seq, s])).values()]);
  });
});
