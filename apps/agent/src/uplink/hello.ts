import { CONTRACT_VERSION, type Hello, type HostFacts, proofMessage } from "@fourtuple/contracts/agent";
import { METRIC_COUNT } from "@fourtuple/core/samples";
import type { AgentIdentity } from "../identity.js";

export interface HelloParts {
  readonly identity: AgentIdentity;
  readonly agentVersion: string;
  readonly epochMs: number;
  readonly intervalMs: number;
  readonly host: HostFacts;
  /** Only while enrolling. */
  readonly enrolmentToken?: string;
}

/** The answer to a challenge: who we are, proven by a signature over the server's nonce. */
export function createHello(nonce: string, parts: HelloParts): Hello {
  const { identity, agentVersion, epochMs, intervalMs, host, enrolmentToken } = parts;
  return {
    contractVersion: CONTRACT_VERSION,
    agentVersion,
    publicKey: identity.publicKey,
    signature: identity.sign(proofMessage(nonce, identity.publicKey, epochMs)),
    epochMs,
    intervalMs,
    metricCount: METRIC_COUNT,
    host: fitToContract(host),
    delivers: "packs",
    ...(enrolmentToken === undefined ? {} : { enrolmentToken }),
  };
}

/** A kernel may name itself at greater length than the wire takes; that must not lock the host out. */
function fitToContract(host: HostFacts): HostFacts {
  return {
    ...host,
    hostname: host.hostname.slice(0, 253) || "unnamed",
    kernel: host.kernel.slice(0, 200),
    arch: host.arch.slice(0, 32),
  };
}
