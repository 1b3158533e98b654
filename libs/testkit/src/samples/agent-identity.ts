import { generateKeyPairSync, sign } from "node:crypto";
import { CONTRACT_VERSION, type Hello, proofMessage } from "@fourtuple/contracts/agent";
import { METRIC_COUNT } from "@fourtuple/core/samples";
import { SAMPLE_EPOCH_MS } from "./samples.js";

/** An agent's Ed25519 identity, able to pass the server's challenge. */
export interface AgentIdentity {
  /** Raw 32 bytes, base64url. */
  readonly publicKey: string;
  /** @returns the signature over `message`, base64url */
  sign(message: string): string;
  /** The signed answer to a challenge. A changed `publicKey` or `signature` makes a forgery. */
  hello(nonce: string, overrides?: Partial<Hello>): Hello;
}

/** A new identity, unlike any other. */
export function makeAgentIdentity(): AgentIdentity {
  const pair = generateKeyPairSync("ed25519");
  const { x: publicKey } = pair.publicKey.export({ format: "jwk" });
  if (publicKey === undefined) throw new Error("the key has no public part");
  const signText = (message: string) =>
    sign(null, Buffer.from(message), pair.privateKey).toString("base64url");
  return {
    publicKey,
    sign: signText,
    hello: (nonce, overrides = {}) => {
      const epochMs = overrides.epochMs ?? SAMPLE_EPOCH_MS;
      return {
        contractVersion: CONTRACT_VERSION,
        agentVersion: "0.1.0",
        publicKey,
        signature: signText(proofMessage(nonce, publicKey, epochMs)),
        epochMs,
        intervalMs: 1_000,
        metricCount: METRIC_COUNT,
        host: {
          hostname: "web-1",
          kernel: "6.8.0-45-generic",
          arch: "x86_64",
          bootId: "7d1c7a2e-54f1-4f0e-9c3a-2f5d0e8b6a11",
          bootedAtSec: SAMPLE_EPOCH_MS / 1_000 - 86_400,
          netnsInode: 4_026_531_840,
        },
        ...overrides,
      };
    },
  };
}
