import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AgentIdentityError, loadOrCreateIdentity } from "./identity.js";

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "fourtuple-identity-"));
  path = join(directory, "agent", "identity");
});

afterEach(() => rm(directory, { recursive: true }));

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AgentIdentityError);
  return String(error);
}

describe("loadOrCreateIdentity", () => {
  it("makes a key that only its owner can read, in a directory of the same kind", async () => {
    await loadOrCreateIdentity(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "agent"))).mode & 0o777).toBe(0o700);
  });

  it("gives the same identity at every start", async () => {
    const first = await loadOrCreateIdentity(path);
    const second = await loadOrCreateIdentity(path);
    expect(second.publicKey).toBe(first.publicKey);
  });

  it("writes the public key beside it, as one line, and nothing else", async () => {
    const { publicKey } = await loadOrCreateIdentity(path);
    expect(await readFile(`${path}.pub`, "utf8")).toBe(`${publicKey}\n`);
    expect(Buffer.from(publicKey, "base64url")).toHaveLength(32);
    expect((await readdir(join(directory, "agent"))).toSorted()).toEqual(["identity", "identity.pub"]);
  });

  it("mends a public key file that is missing or says something else", async () => {
    const { publicKey } = await loadOrCreateIdentity(path);
    await writeFile(`${path}.pub`, "stale\n");
    await loadOrCreateIdentity(path);
    expect(await readFile(`${path}.pub`, "utf8")).toBe(`${publicKey}\n`);
  });

  it("signs so that the public key verifies it, and only the same message", async () => {
    const identity = await loadOrCreateIdentity(path);
    const key = createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: identity.publicKey },
      format: "jwk",
    });
    const signature = Buffer.from(identity.sign("a message"), "base64url");
    expect(signature).toHaveLength(64);
    expect(verify(null, Buffer.from("a message"), key, signature)).toBe(true);
    expect(verify(null, Buffer.from("another"), key, signature)).toBe(false);
  });

  it("gives one identity to agents that start at the same moment", async () => {
    const identities = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateIdentity(path)));
    expect(new Set(identities.map(({ publicKey }) => publicKey)).size).toBe(1);
  });

  it.each([0o644, 0o640, 0o604, 0o660])("refuses a key that others can open (mode %o)", async (mode) => {
    await loadOrCreateIdentity(path);
    await chmod(path, mode);
    expect(await refusalOf(loadOrCreateIdentity(path))).toContain(`chmod 600 ${path}`);
  });

  it.each([
    ["an empty file", ""],
    ["something else", "not a key"],
    ["a key cut short", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n"],
    [
      "a key of another kind",
      generateKeyPairSync("ec", { namedCurve: "P-256" })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
    ],
    ["a large file", "x".repeat(20_000)],
  ])("refuses %s and leaves it as it is", async (_name, content) => {
    await mkdir(join(directory, "agent"));
    await writeFile(path, content, { mode: 0o600 });
    expect(await refusalOf(loadOrCreateIdentity(path))).toContain("no Ed25519 private key");
    expect(await readFile(path, "utf8")).toBe(content);
  });

  it("refuses a directory in the place of the key", async () => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    expect(await refusalOf(loadOrCreateIdentity(path))).toContain(path);
  });

  it.each([
    ["a file where a directory is needed", () => join(directory, "file", "identity")],
    ["a place where nothing can be made", () => "/sys/fourtuple/identity"],
  ])("says what to do about %s", async (_name, place) => {
    await writeFile(join(directory, "file"), "");
    const refusal = await refusalOf(loadOrCreateIdentity(place()));
    expect(refusal).toContain(place());
    expect(refusal).toContain("FOURTUPLE_IDENTITY_FILE");
  });
});
