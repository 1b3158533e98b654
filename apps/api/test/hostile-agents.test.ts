import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { AGENT_PATH, FRAME } from "@fourtuple/contracts/agent";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestAgent, TrustedFolder } from "./support/test-agent.js";
import { startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
let folder: TrustedFolder;
beforeAll(async () => {
  folder = await TrustedFolder.create();
  api = await startTestApi({ config: { trustedAgentKeysDir: folder.path } });
});
afterAll(async () => {
  await api.dispose();
  await folder.remove();
});

describe("an upgrade that is refused", () => {
  it.each([
    ["to an address that is nobody's", "/nowhere", ""],
    ["from a page of the web", AGENT_PATH, "Origin: https://evil.example\r\n"],
  ])("%s holds no descriptor when its peer keeps the connection open", async (_, path, headers) => {
    const socket = connect({ port: api.port, host: "127.0.0.1", allowHalfOpen: true });
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}${headers}\r\n`);
    socket.resume();
    await once(socket, "end");
    // Whoever has closed for good answers more bytes with a reset; a half-open peer takes them all.
    const broken = once(socket, "error");
    const writing = setInterval(() => socket.write("still here"), 20);
    const [error] = await broken;
    clearInterval(writing);
    expect(["ECONNRESET", "EPIPE"]).toContain(error.code);
  });
});

describe("the folder of trusted keys", () => {
  it("counts although something in it is no file that can be read", async () => {
    await mkdir(join(folder.path, "folder.pub"));
    execFileSync("mkfifo", [join(folder.path, "fifo.pub")]);
    const agent = await TestAgent.connect(api.url, await folder.trustedIdentity());
    expect(agent.hostId).not.toBe("");
    expect(api.logged()).toContain("a file of FOURTUPLE_TRUSTED_AGENT_KEYS cannot be read");
    agent.close();
  });
});

describe("hello", () => {
  it("with a boot time that is no time is malformed, not a fault of the server", async () => {
    const identity = await folder.trustedIdentity();
    const agent = TestAgent.open(api.url);
    const { nonce } = await agent.challenge();
    const host = { ...identity.hello(nonce).host, bootedAtSec: Number.MAX_SAFE_INTEGER };
    agent.sendJson(FRAME.HELLO, identity.hello(nonce, { host }));
    const { code, message } = await agent.refusal();
    expect(code).toBe("malformed");
    expect(message).toContain("host.bootedAtSec");
    await agent.closing();
  });
});
