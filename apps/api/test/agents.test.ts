import { FRAME, frameOf, MAX_FRAME_BYTES } from "@fourtuple/contracts/agent";
import type { HostsResponse } from "@fourtuple/contracts/web";
import { encodeSample } from "@fourtuple/core/samples";
import { makeAgentIdentity, makeSample, makeSampleRun, SAMPLE_EPOCH_MS } from "@fourtuple/testkit/samples";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Browser } from "./support/browser.js";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
let folder: TrustedFolder;
let witness: TestAgent;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
  // An honest agent that nothing below may disturb.
  witness = await TestAgent.connect(api.url, await folder.trustedIdentity());
});
afterAll(async () => {
  expect(witness.socket.readyState).toBe(witness.socket.OPEN);
  witness.sendSamples([makeSample()]);
  await witness.ackedThrough(1);
  witness.close();
  await api.dispose();
  await folder.remove();
});

describe("an agent", () => {
  it("is enrolled by a key in the trusted folder, under an id that comes from the key", async () => {
    const identity = await folder.trustedIdentity();
    const host = { ...identity.hello("n").host, hostname: "db-7" };
    const agent = await TestAgent.connect(api.url, identity, { host });
    const again = await TestAgent.connect(api.url, identity, { host });
    expect(again.hostId).toBe(agent.hostId);
    const browser = new Browser(api.url);
    await browser.login();
    const { json } = await browser.get<HostsResponse>("/api/v1/hosts");
    expect(json.hosts.find((each) => each.id === agent.hostId)).toMatchObject({
      name: "db-7",
      status: "never",
      connected: true,
      states: null,
    });
    again.close();
  });

  it("is trusted as soon as its key is laid into the folder", async () => {
    const identity = makeAgentIdentity();
    await expect(TestAgent.connect(api.url, identity)).rejects.toThrow("unknown-agent");
    await folder.trust(identity);
    (await TestAgent.connect(api.url, identity)).close();
  });

  it("takes the place of its older connection, which is told so", async () => {
    const identity = await folder.trustedIdentity();
    const older = await TestAgent.connect(api.url, identity);
    const newer = await TestAgent.connect(api.url, identity);
    expect(await older.closing()).toMatchObject({ code: 4001 });
    newer.sendSamples(makeSampleRun({ count: 1 }));
    await newer.ackedThrough(1);
    expect(api.logged()).toContain("a newer connection with the same key");
    newer.close();
  });

  it("is sent away within seconds when its host is revoked, and not let in again", async () => {
    const identity = await folder.trustedIdentity();
    const agent = await TestAgent.connect(api.url, identity);
    await api.query("update hosts set revoked_at = now() where id = $1", [agent.hostId]);
    expect((await agent.refusal()).code).toBe("revoked");
    await agent.closing();
    await expect(TestAgent.connect(api.url, identity)).rejects.toThrow("revoked");
  });
});

describe("a handshake", () => {
  async function refusalOf(answer: (agent: TestAgent, nonce: string) => void) {
    const agent = TestAgent.open(api.url);
    const { nonce } = await agent.challenge();
    answer(agent, nonce);
    const refusal = await agent.refusal();
    await agent.closing();
    return refusal;
  }

  it("with an unknown key is refused", async () => {
    const stranger = makeAgentIdentity();
    const { code } = await refusalOf((agent, nonce) => agent.sendJson(FRAME.HELLO, stranger.hello(nonce)));
    expect(code).toBe("unknown-agent");
  });

  it("with the signature of another key is refused", async () => {
    const victim = await folder.trustedIdentity();
    const thief = makeAgentIdentity();
    const { code } = await refusalOf((agent, nonce) =>
      agent.sendJson(FRAME.HELLO, thief.hello(nonce, { publicKey: victim.publicKey })),
    );
    expect(code).toBe("bad-proof");
  });

  it("replayed from another connection is refused", async () => {
    const identity = await folder.trustedIdentity();
    const first = TestAgent.open(api.url);
    const recorded = identity.hello((await first.challenge()).nonce);
    first.sendJson(FRAME.HELLO, recorded);
    await first.welcome();
    const { code } = await refusalOf((agent) => agent.sendJson(FRAME.HELLO, recorded));
    expect(code).toBe("bad-proof");
    first.close();
  });

  it("with another epoch than the one that was signed is refused", async () => {
    const identity = await folder.trustedIdentity();
    const { code } = await refusalOf((agent, nonce) => {
      agent.sendJson(FRAME.HELLO, { ...identity.hello(nonce), epochMs: SAMPLE_EPOCH_MS + 1 });
    });
    expect(code).toBe("bad-proof");
  });

  it("with a key written in a second way is refused, so that one agent is one host", async () => {
    const identity = await folder.trustedIdentity();
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(identity.publicKey.at(-1) ?? "");
    const alias = identity.publicKey.slice(0, -1) + alphabet[last + 1];
    const { code, message } = await refusalOf((agent, nonce) =>
      agent.sendJson(FRAME.HELLO, identity.hello(nonce, { publicKey: alias })),
    );
    expect([code, message]).toEqual(["malformed", "publicKey: must be 32 bytes in base64url"]);
  });

  it("of another contract version is refused with the version that is spoken", async () => {
    const identity = await folder.trustedIdentity();
    const refusal = await refusalOf((agent, nonce) =>
      agent.sendJson(FRAME.HELLO, identity.hello(nonce, { contractVersion: 9 })),
    );
    expect(refusal.code).toBe("unsupported-version");
    expect(refusal.message).toContain("version 1");
  });

  it.each<[string, (agent: TestAgent) => void, string]>([
    ["a sample before hello", (agent) => agent.send(FRAME.SAMPLE, encodeSample(makeSample(), null)), "hello"],
    ["text", (agent) => agent.socket.send("hello"), "binary"],
    ["an empty frame", (agent) => agent.socket.send(new Uint8Array()), "empty"],
    ["JSON that is cut", (agent) => agent.send(FRAME.HELLO, Buffer.from('{"a":')), "JSON"],
    ["bytes that are no UTF-8", (agent) => agent.send(FRAME.HELLO, Buffer.from([0xff, 0xfe])), "UTF-8"],
    ["a missing field", (agent) => agent.sendJson(FRAME.HELLO, {}), "contractVersion"],
  ])("of %s is refused with the reason", async (_, send, reason) => {
    const refusal = await refusalOf((agent) => send(agent));
    expect(refusal.code).toBe("malformed");
    expect(refusal.message).toContain(reason);
  });

  it("with a NUL in a name is refused before the database sees it", async () => {
    const identity = await folder.trustedIdentity();
    const host = { ...identity.hello("n").host, hostname: "web\0" };
    const { message } = await refusalOf((agent, nonce) =>
      agent.sendJson(FRAME.HELLO, identity.hello(nonce, { host })),
    );
    expect(message).toBe("a text holds a NUL character");
  });

  it("with SQL in a name stores the name as it is", async () => {
    const identity = await folder.trustedIdentity();
    const hostname = `'; drop table hosts; --") OR 1=1 <img src=x onerror=alert(1)>`;
    const host = { ...identity.hello("n").host, hostname };
    const agent = await TestAgent.connect(api.url, identity, { host });
    expect(await api.query("select name from hosts where id = $1", [agent.hostId])).toEqual([
      { name: hostname },
    ]);
    agent.close();
  });

  it("that does not come in ten seconds is given up", async () => {
    const idle = TestAgent.open(api.url);
    await idle.challenge();
    api.clock.advance(10_500);
    expect((await idle.closing()).code).toBe(1006);
  });
});

describe("a silent agent", () => {
  it("is pinged, and dropped after a minute without a word", async () => {
    const identity = await folder.trustedIdentity();
    const agent = TestAgent.open(api.url, { autoPong: false });
    await agent.sayHello(identity);
    const { hostId } = await agent.welcome();
    const pinged = new Promise<void>((resolve) => agent.socket.once("ping", () => resolve()));
    api.clock.advance(26_000);
    await pinged;
    api.clock.advance(40_000);
    expect((await agent.closing()).code).toBe(1006);
    const browser = new Browser(api.url);
    await browser.login();
    const { json } = await browser.get<HostsResponse>("/api/v1/hosts");
    expect(json.hosts.find((host) => host.id === hostId)?.connected).toBe(false);
  });
});

describe("a frame", () => {
  async function admitted(): Promise<TestAgent> {
    return TestAgent.connect(api.url, await folder.trustedIdentity());
  }

  it("larger than a megabyte is refused as such, and its connection closed with 1009", async () => {
    const agent = await admitted();
    agent.socket.send(frameOf(FRAME.SAMPLE, new Uint8Array(MAX_FRAME_BYTES)));
    expect((await agent.refusal()).code).toBe("oversized");
    expect((await agent.closing()).code).toBe(1009);
  });

  it("in crumbs that never end is cut off", async () => {
    const agent = await admitted();
    for (let n = 0; n < 200; n++) agent.socket.send("x", { fin: false, binary: true });
    await agent.closing();
  });

  it("of an unknown type is passed over, for newer agents have more to say", async () => {
    const agent = await admitted();
    agent.send(0x7f as never, Buffer.from("later"));
    agent.sendSamples(makeSampleRun({ count: 1 }));
    await agent.ackedThrough(1);
    agent.close();
  });

  it("of any bytes ends at most its own connection, always with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0x10, 0x12, 0x13),
        fc.uint8Array({ maxLength: 200 }),
        async (type, bytes) => {
          const agent = await admitted();
          agent.socket.send(frameOf(type as never, bytes));
          agent.send(0x02, Buffer.from("{}"));
          agent.socket.close();
          await agent.closing();
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    [
      "another run's epoch",
      () => encodeSample(makeSample({ epochMs: SAMPLE_EPOCH_MS + 5 }), null),
      "epochMs",
    ],
    ["a seq of 0", () => encodeSample(makeSample({ seq: 0 }), null), "seq"],
    ["a delta before any key frame", () => encodeSample(makeSample({ seq: 2 }), makeSample()), "key frame"],
    ["garbage", () => Buffer.from("garbage"), "version"],
  ])("with a sample of %s is refused", async (_, bytes, reason) => {
    const agent = await admitted();
    agent.send(FRAME.SAMPLE, bytes());
    const refusal = await agent.refusal();
    expect(refusal.code).toBe("malformed");
    expect(refusal.message).toContain(reason);
  });
});

describe("handshakes", () => {
  it("are let in up to a number from one address, and again once some are over", async () => {
    const agents = Array.from({ length: 70 }, () => TestAgent.open(api.url));
    const outcomes = await Promise.allSettled(agents.map((agent) => agent.challenge()));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.length).toBeGreaterThanOrEqual(6);
    for (const agent of agents) agent.close();
    const identity = await folder.trustedIdentity();
    const agent = await vi.waitFor(() => TestAgent.connect(api.url, identity));
    agent.close();
  });
});
