import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Who this agent is. The host it reports for follows from the key, so the key file is the identity. */
export interface AgentIdentity {
  /** The raw 32 bytes of the Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** @returns the Ed25519 signature over the UTF-8 bytes of `message`, base64url. */
  sign(message: string): string;
}

/** The key file cannot be used; the message is one sentence that says what to do. */
export class AgentIdentityError extends Error {
  override readonly name = "AgentIdentityError";
}

/** A PEM of Ed25519 has 119 bytes; what is far larger is some other file. */
const MAX_KEY_FILE_BYTES = 10_000;
const OTHERS_MASK = 0o077;

/**
 * Reads the private key (PKCS #8 PEM, mode 0600), or makes one where there is none yet, and writes the
 * public key to `<path>.pub` so that a server on the same disk can trust it.
 * @throws AgentIdentityError when the file is open to others, is no such key, or cannot be read or made.
 */
export async function loadOrCreateIdentity(path: string): Promise<AgentIdentity> {
  const privateKey = (await loadKey(path)) ?? (await createKey(path)) ?? (await loadKey(path));
  if (privateKey === null)
    throw new AgentIdentityError(`The key file ${path} was removed while it was being made; start again.`);
  const publicKey = rawPublicKey(privateKey);
  await writePublicKey(`${path}.pub`, publicKey);
  return {
    publicKey,
    sign: (message) => sign(null, Buffer.from(message), privateKey).toString("base64url"),
  };
}

/** @returns the key, or null when there is no file. */
async function loadKey(path: string): Promise<KeyObject | null> {
  let file: FileHandle;
  try {
    // Non-blocking, so that a FIFO in its place cannot hold the agent.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new AgentIdentityError(
      `Cannot read the key file ${path} (${codeOf(error)}); make it readable for this user, or choose another with FOURTUPLE_IDENTITY_FILE.`,
    );
  }
  try {
    await refuseUnsafeFile(path, file);
    return parseKey(path, await file.readFile("utf8"));
  } finally {
    await file.close();
  }
}

async function refuseUnsafeFile(path: string, file: FileHandle): Promise<void> {
  const { mode, size, uid } = await file.stat();
  if ((mode & constants.S_IFMT) !== constants.S_IFREG || size > MAX_KEY_FILE_BYTES) throw notAKey(path);
  if ((mode & OTHERS_MASK) !== 0) {
    throw new AgentIdentityError(
      `The key file ${path} is open to other users (mode ${(mode & 0o777).toString(8)}, owner ${uid}); run: chmod 600 ${path}`,
    );
  }
}

function parseKey(path: string, pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw notAKey(path);
  }
  if (key.asymmetricKeyType !== "ed25519") throw notAKey(path);
  return key;
}

function notAKey(path: string): AgentIdentityError {
  return new AgentIdentityError(
    `The key file ${path} holds no Ed25519 private key; restore it, or move it away and the agent makes a new one, which the server takes for a new host.`,
  );
}

/** @returns the new key, or null when another process made one first. */
async function createKey(path: string): Promise<KeyObject | null> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const draft = draftOf(path);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(draft, pem, 0o600);
    // link() fails where a rename would overwrite: of two agents that start at once, one key wins.
    await link(draft, path);
    return privateKey;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return null;
    throw new AgentIdentityError(
      `Cannot make the key file ${path} (${codeOf(error)}); choose another place with FOURTUPLE_IDENTITY_FILE.`,
    );
  } finally {
    await rm(draft, { force: true });
  }
}

async function writePublicKey(path: string, publicKey: string): Promise<void> {
  const line = `${publicKey}\n`;
  const draft = draftOf(path);
  try {
    if ((await readFile(path, "utf8").catch(() => null)) === line) return;
    await writeDurably(draft, line, 0o644);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    // A key mounted read-only is in order: only a server on the same disk looks for the .pub file.
    if (["EROFS", "EACCES", "EPERM"].includes(codeOf(error))) return;
    throw new AgentIdentityError(
      `Cannot write the public key ${path} (${codeOf(error)}); make room or remove what is in its place.`,
    );
  }
}

function draftOf(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function rawPublicKey(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  if (x === undefined) throw new TypeError("an Ed25519 key has an x coordinate");
  return x;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
