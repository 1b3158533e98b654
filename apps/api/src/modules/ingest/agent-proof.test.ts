import { makeAgentIdentity } from "@fourtuple/testkit/samples";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCanonicalKey, verifyProof } from "./agent-proof.js";

const identity = makeAgentIdentity();

describe("verifyProof", () => {
  it("takes the key's own signature over this nonce, key and epoch, and no other", () => {
    const hello = identity.hello("nonce-a");
    expect(verifyProof(hello, "nonce-a")).toBe(true);
    expect(verifyProof(hello, "nonce-b")).toBe(false);
    expect(verifyProof({ ...hello, epochMs: hello.epochMs + 1 }, "nonce-a")).toBe(false);
    expect(verifyProof({ ...hello, publicKey: makeAgentIdentity().publicKey }, "nonce-a")).toBe(false);
  });

  it("takes no signature that is made up, whatever its bytes, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        const signature = Buffer.from(bytes).toString("base64url");
        expect(verifyProof(identity.hello("n", { signature }), "n")).toBe(false);
      }),
    );
  });
});

describe("isCanonicalKey", () => {
  it("knows 32 bytes in base64url, and only in their one spelling", () => {
    expect(isCanonicalKey(identity.publicKey)).toBe(true);
    expect(isCanonicalKey(`${identity.publicKey.slice(0, -1)}_`)).toBe(false);
    expect(isCanonicalKey("AAAA")).toBe(false);
  });
});
