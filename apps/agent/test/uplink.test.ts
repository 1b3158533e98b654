import { FRAME, frameOf, jsonFrame } from "@fourtuple/contracts/agent";
import { METRIC_COUNT } from "@fourtuple/core/samples";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TinyServer } from "./tiny-server.js";
import { INTERVAL_MS, inOrder, seqs, UplinkBench, until } from "./uplink-kit.js";

let bench: UplinkBench;
beforeEach(async () => {
  bench = await UplinkBench.create();
});
afterEach(() => bench.clear());

/** 1, 2, 3, ... without a hole, live or in the pack of a minute that ended meanwhile. */
function untilUnbroken(...servers: TinyServer[]): Promise<void> {
  return until(() => {
    const history = inOrder(servers.flatMap(({ samples, packed }) => [...samples, ...packed]));
    expect(seqs(history)).toEqual(history.map((_sample, i) => i + 1));
  });
}

describe("a connection", () => {
  it("proves who the agent is and tells which host it watches", async () => {
    const server = await bench.listen();
    const { publicKey } = await bench.start(server.url);
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
    const server = await bench.listen();
    await bench.start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(5));
    expect(seqs(server.samples)).toEqual(seqs(server.samples).toSorted((a, b) => a - b));
    await untilUnbroken(server);
    expect(server.samples[0]?.values.slice(0, 4)).toEqual([2, 0, 0, 50]);
    expect(server.visit.sampleBytes[0]).toBeGreaterThan(60);
    for (const bytes of server.visit.sampleBytes.slice(1)) expect(bytes).toBeLessThan(40);
  });

  it("brings all settings and the listeners once, while nothing in them changes", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(5));
    expect(server.visit.sysctls).toHaveLength(1);
    expect(server.visit.sysctls[0]?.full).toBe(true);
    expect(server.visit.sysctls[0]?.readings).toHaveLength(100);
    expect(server.visit.listeners).toHaveLength(1);
    expect(server.visit.listeners[0]?.listeners.map(({ port }) => port)).toEqual([9000, 9001]);
  });

  it("is closed in good order when the agent stops", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
    await until(() => expect(server.samples.length).toBeGreaterThan(0));
    await bench.stopAgent();
    await until(() => expect(server.visit.closeCode).toBe(1000));
  });
});

describe("a server that goes away", () => {
  it("gets every sample of the outage when it is back, as live samples or in a pack", async () => {
    const first = await bench.listen();
    await bench.start(first.url);
    await until(() => expect(first.samples.length).toBeGreaterThan(2));
    const { port } = first;
    await first.kill();
    await until(() =>
      expect(bench.log.filter(({ msg }) => msg.includes("ECONNREFUSED")).length).toBeGreaterThan(2),
    );
    const second = await bench.listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(5));
    // The open minute begins anew on each connection; one that ended meanwhile comes as a pack.
    await untilUnbroken(first, second);
    expect(second.visit.problems).toEqual([]);
  });

  it("gets listeners and settings again", async () => {
    const first = await bench.listen();
    await bench.start(first.url);
    await until(() => expect(first.samples.length).toBeGreaterThan(2));
    const { port } = first;
    await first.kill();
    const second = await bench.listen({}, port);
    await until(() => expect(second.samples.length).toBeGreaterThan(2));
    expect(second.visit.problems).toEqual([]);
    expect(second.visit.listeners).toHaveLength(1);
    expect(second.visit.sysctls[0]?.full).toBe(true);
    expect(second.visit.conditions.length).toBeGreaterThan(0);
  });

  it("is reported once, not at every try", async () => {
    const server = await bench.listen();
    const { url } = server;
    await server.kill();
    await bench.start(url);
    await until(() =>
      expect(bench.log.filter(({ msg }) => msg.includes("no connection")).length).toBeGreaterThan(4),
    );
    expect(bench.warnings("no connection")).toHaveLength(1);
  });

  it("after each welcome is told of once, and so is the connection", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
    const told = () => bench.log.filter(({ level, msg }) => level > 20 && msg.includes("connect"));
    for (let visit = 1; visit <= 6; visit++) {
      await until(() => expect(server.visits[visit - 1]?.samples.length).toBeGreaterThan(0));
      server.visits[visit - 1]?.socket.close(1011);
    }
    await until(() => expect(server.visits.length).toBeGreaterThan(6));
    expect(told().map(({ msg }) => msg.slice(0, 12))).toEqual([
      "connected to",
      "no connectio",
      "connected to",
    ]);
  });

  it("because another agent has the same key is left alone for a while, and people are told why", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
    // The first time it may be our own former connection that the server had not given up, and we come back at once.
    for (const visits of [1, 2]) {
      await until(() => expect(server.visits[visits - 1]?.samples.length).toBeGreaterThan(0));
      expect(bench.warnings("another agent uses the key")).toEqual([]);
      server.visits[visits - 1]?.socket.close(4001, "replaced");
    }
    await until(() => expect(bench.warnings("another agent uses the key")).toHaveLength(1));
    expect(bench.warnings("another agent uses the key")[0]?.retryInMs).toBeGreaterThanOrEqual(30_000);
    expect(server.visits).toHaveLength(2);
  });

  it("without a word is noticed by its silence", async () => {
    const server = await bench.listen({ answersPings: false });
    await bench.start(server.url, { timing: { handshakeMs: 5000, pingEveryMs: 20, silentAfterMs: 80 } });
    await until(() => expect(server.visits.length).toBeGreaterThan(1));
    expect(bench.warnings("silent")).not.toEqual([]);
  });

  it("is not given up while it answers pings", async () => {
    const server = await bench.listen({ answers: false });
    await bench.start(server.url, { timing: { handshakeMs: 5000, pingEveryMs: 50, silentAfterMs: 600 } });
    await until(() => expect(server.samples.length).toBeGreaterThan(9));
    expect(server.visits).toHaveLength(1);
  });
});

describe("a server that refuses", () => {
  it.each(["unknown-agent", "revoked", "bad-proof"] as const)(
    "with %s is told of in one sentence and tried again slowly",
    async (code) => {
      const server = await bench.listen({ refuse: { code, message: "not here" } });
      await bench.start(server.url);
      await until(() => expect(bench.warnings(code)).toHaveLength(1));
      expect(bench.warnings(code)[0]?.retryInMs).toBeGreaterThanOrEqual(60_000);
      expect(server.visits).toHaveLength(1);
      expect(server.samples).toEqual([]);
    },
  );

  it("for a while is left alone for as long as it asks, and then gets everything", async () => {
    const server = await bench.listen({
      refuse: { code: "overloaded", message: "later", retryAfterMs: 150 },
    });
    await bench.start(server.url);
    await until(() => expect(bench.warnings("overloaded")).toHaveLength(1));
    expect(bench.warnings("overloaded")[0]?.retryInMs).toBeGreaterThanOrEqual(150);
    server.behaviour = {};
    await until(() => expect(server.samples.length).toBeGreaterThan(4));
    await untilUnbroken(server);
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
    const server = await bench.listen({ firstFrame });
    await bench.start(server.url, { timing: { handshakeMs: 100, pingEveryMs: 1000, silentAfterMs: 1000 } });
    await until(() => expect(server.visits.length).toBeGreaterThan(1));
    server.behaviour = {};
    await until(() => expect(server.samples.length).toBeGreaterThan(0));
    await untilUnbroken(server);
  });

  it("after the welcome disturbs nothing", async () => {
    const server = await bench.listen();
    await bench.start(server.url);
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
    await untilUnbroken(server);
    expect(bench.warnings("malformed ack").length).toBeGreaterThan(0);
  });
});

describe("a server that only says welcome", () => {
  it("is tried ever more slowly", async () => {
    const server = await bench.listen({ answers: false });
    await bench.start(server.url, { backoff: { baseMs: 10, capMs: 100_000 }, random: () => 1 });
    for (let visit = 1; visit <= 4; visit++) {
      await until(() => expect(server.visits[visit - 1]?.samples.length).toBeGreaterThan(0));
      server.visits[visit - 1]?.socket.terminate();
    }
    await until(() => {
      const waits = bench.log.map(({ retryInMs }) => retryInMs).filter((wait) => wait !== undefined);
      expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
    });
  });
});
