import { CONTRACT_VERSION, type Hello, type Refuse } from "@fourtuple/contracts/agent";
import { Inject, Injectable } from "@nestjs/common";
import { isDatabaseDown } from "../../platform/database/database-down.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { EnrolmentService } from "../enrolment/enrolment.service.js";
import { type HostDescription, hostNameOf } from "../hosts/host-record.js";
import { HostsService } from "../hosts/hosts.service.js";
import { isCanonicalKey, verifyProof } from "./agent-proof.js";
import { KeyWatch } from "./key-watch.service.js";
import { TrustedKeys } from "./trusted-keys.js";

export interface AdmittedAgent {
  readonly ok: true;
  readonly hostId: string;
  readonly hostName: string;
  /** Whether it became a host just now. */
  readonly enrolled: boolean;
}

export type Admission = AdmittedAgent | { readonly ok: false; readonly refuse: Refuse };

const RETRY_AFTER_MS = 5_000;

/** Decides whether an agent may send, and as which host: its key says so, never its words. */
@Injectable()
export class AgentAdmission {
  constructor(
    private readonly hosts: HostsService,
    private readonly trustedKeys: TrustedKeys,
    private readonly enrolment: EnrolmentService,
    private readonly keyWatch: KeyWatch,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async admit(hello: Hello, nonce: string): Promise<Admission> {
    if (hello.contractVersion !== CONTRACT_VERSION) {
      const message = `this server speaks version ${CONTRACT_VERSION} of the agent contract, not ${hello.contractVersion}`;
      return refusal("unsupported-version", message);
    }
    if (!isCanonicalKey(hello.publicKey))
      return refusal("malformed", "publicKey: must be 32 bytes in base64url");
    if (!verifyProof(hello, nonce)) {
      return refusal("bad-proof", "the signature is not the key's over this connection's nonce");
    }
    try {
      const admission = await this.identify(hello);
      if (!admission.ok) return admission;
      await this.hosts.noteBoot(admission.hostId, descriptionOf(hello));
      this.keyWatch.see(admission.hostId, hello);
      return admission;
    } catch (error) {
      if (!isDatabaseDown(error)) this.log.error({ err: error }, "an agent could not be admitted");
      return refusal("overloaded", "the server cannot look up agents at this moment", RETRY_AFTER_MS);
    }
  }

  private async identify(hello: Hello): Promise<Admission> {
    const description = descriptionOf(hello);
    const known = await this.hosts.findByKey(hello.publicKey);
    if (known?.revokedAt) return refusal("revoked", "the credential of this agent was revoked");
    if (known) {
      await this.hosts.describe(known.id, description);
      return { ok: true, hostId: known.id, hostName: hostNameOf(known), enrolled: false };
    }
    if (hello.enrolmentToken !== undefined) return this.redeem(hello.enrolmentToken, hello);
    if (!(await this.trustedKeys.has(hello.publicKey))) {
      return refusal("unknown-agent", "this server does not know the agent's key");
    }
    const host = await this.hosts.enrol(hello.publicKey, description);
    return this.welcomeNew(host.id, hostNameOf(host), "a trusted key");
  }

  private async redeem(token: string, hello: Hello): Promise<Admission> {
    const outcome = await this.enrolment.redeem(token, hello.publicKey, descriptionOf(hello));
    if (!outcome.ok) return refusal(outcome.code, outcome.message);
    return this.welcomeNew(outcome.hostId, outcome.hostName, "a token");
  }

  private welcomeNew(hostId: string, hostName: string, by: string): Admission {
    this.log.info({ hostId, name: hostName, by }, "a host was enrolled");
    return { ok: true, hostId, hostName, enrolled: true };
  }
}

function refusal(code: Refuse["code"], message: string, retryAfterMs?: number): Admission {
  return { ok: false, refuse: { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}

function descriptionOf({ host, agentVersion, intervalMs }: Hello): HostDescription {
  return {
    name: host.hostname,
    kernel: host.kernel,
    arch: host.arch,
    agentVersion,
    bootId: host.bootId,
    bootedAt: host.bootedAtSec === null ? null : new Date(host.bootedAtSec * 1000),
    netnsInode: host.netnsInode,
    intervalMs,
  };
}
