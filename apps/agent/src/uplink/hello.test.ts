import { helloSchema } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { createHello } from "./hello.js";

const host = {
  hostname: "web-1",
  kernel: "6.18.44",
  arch: "x64",
  bootId: null,
  bootedAtSec: null,
  netnsInode: 7,
};
const parts = {
  identity: { publicKey: "k".repeat(43), sign: (message: string) => `${message.length}`.padEnd(86, "s") },
  agentVersion: "0.1.0",
  epochMs: 1000,
  intervalMs: 1000,
  host,
};

describe("createHello", () => {
  it("is a hello of the contract", () => {
    expect(helloSchema.parse(createHello("n".repeat(43), parts))).toMatchObject({
      epochMs: 1000,
      host,
      delivers: "packs",
    });
  });

  it("signs nonce, key and epoch, each of which changes the proof", () => {
    const signed: string[] = [];
    const identity = { ...parts.identity, sign: (message: string) => String(signed.push(message)) };
    createHello("nonce-1", { ...parts, identity });
    createHello("nonce-2", { ...parts, identity });
    createHello("nonce-1", { ...parts, identity, epochMs: 2000 });
    expect(new Set(signed).size).toBe(3);
    expect(signed[0]).toBe(`fourtuple-agent-v1\nnonce-1\n${"k".repeat(43)}\n1000`);
  });

  it("stays a hello of the contract on a host with names longer than the wire takes", () => {
    const odd = { ...host, hostname: "", kernel: "6".repeat(300), arch: "a".repeat(100) };
    const long = createHello("n".repeat(43), { ...parts, host: odd });
    expect(helloSchema.parse(long).host.hostname).toBe("unnamed");
  });
});
