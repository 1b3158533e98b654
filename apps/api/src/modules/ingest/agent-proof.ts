import { createPublicKey, verify } from "node:crypto";
import { type Hello, proofMessage } from "@fourtuple/contracts/agent";

const KEY_BYTES = 32;

/**
 * Whether a key is written in the one way that its bytes have. The last character of base64url holds spare
 * bits, so that several texts would name one key, and one agent could pass for several hosts.
 */
export function isCanonicalKey(publicKey: string): boolean {
  const bytes = Buffer.from(publicKey, "base64url");
  return bytes.length === KEY_BYTES && bytes.toString("base64url") === publicKey;
}

/** Whether the sender of `hello` holds its private key, proved over this connection's nonce. */
export function verifyProof({ publicKey, signature, epochMs }: Hello, nonce: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
    const message = Buffer.from(proofMessage(nonce, publicKey, epochMs));
    return verify(null, message, key, Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
}
