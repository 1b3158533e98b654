import type { Refuse } from "@fourtuple/contracts/agent";
import type {
  CreatedToken,
  CreateToken,
  EnrolmentToken,
  TokensResponse,
  User,
} from "@fourtuple/contracts/web";
import { Inject, Injectable } from "@nestjs/common";
import { OriginPolicy } from "../../platform/auth/origin-policy.js";
import { hashToken, newToken } from "../../platform/auth/sessions.service.js";
import { Clock } from "../../platform/clock/clock.js";
import { ConflictError, NotFoundError } from "../../platform/errors/app-error.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { DownloadsService } from "../downloads/downloads.service.js";
import type { HostDescription } from "../hosts/host-record.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { EnrolmentRepository, type TokenRecord } from "./enrolment.repository.js";
import { evaluateToken, refusalOfToken } from "./token-standing.js";

/** Says what it is to who finds it, and keeps it from beginning with a dash. */
const TOKEN_PREFIX = "fte_";
const MINUTE_MS = 60_000;
const LISTED_MS = 24 * 60 * MINUTE_MS;
/** A month to look up who added a host (judgement). */
const KEPT_MS = 30 * LISTED_MS;

export type Redemption =
  | { readonly ok: true; readonly hostId: string; readonly hostName: string }
  | ({ readonly ok: false } & Pick<Refuse, "code" | "message">);

/** How hosts elsewhere come to be: an admin makes a token, and one agent uses it up. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly repository: EnrolmentRepository,
    private readonly origins: OriginPolicy,
    private readonly hub: LiveHub,
    private readonly downloads: DownloadsService,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async createToken({ name, labels, expiresInMinutes }: CreateToken, user: User): Promise<CreatedToken> {
    const token = TOKEN_PREFIX + newToken();
    const nowMs = this.clock.nowMs();
    const expiresAt = new Date(nowMs + expiresInMinutes * MINUTE_MS);
    await this.repository.deleteTokens(new Date(nowMs - KEPT_MS));
    const id = await this.repository.insertToken({
      tokenHash: hashToken(token),
      hostName: name ?? null,
      labels,
      createdById: user.id,
      createdAt: new Date(nowMs),
      expiresAt,
    });
    this.log.info({ tokenId: id, userId: user.id }, "an enrolment token was made");
    const serverUrl = this.origins.publicOrigin().replace(/^http/, "ws");
    return {
      id,
      token,
      serverUrl,
      command: `npx fourtuple agent enroll --server ${serverUrl} --token ${token}`,
      installCommand: this.downloads.installCommand(token),
      runCommand: `npx fourtuple agent --server ${serverUrl}`,
      expiresAt: expiresAt.toISOString(),
    };
  }

  async list(): Promise<TokensResponse> {
    const atMs = this.clock.nowMs();
    const tokens = await this.repository.loadTokens(new Date(atMs - LISTED_MS));
    return { atMs, tokens: tokens.map((token) => tokenView(token, atMs)) };
  }

  /** @throws NotFoundError, ConflictError when it was used. */
  async withdraw(id: string): Promise<void> {
    if (await this.repository.withdrawToken(id, new Date(this.clock.nowMs()))) return;
    if ((await this.repository.findTimes(id)) === null) throw new NotFoundError("There is no such token.");
    throw new ConflictError("This token was used already; revoke the host that used it instead.");
  }

  /** Makes a host of an agent that has proved its key, which no host has yet. */
  async redeem(token: string, publicKey: string, description: HostDescription): Promise<Redemption> {
    const nowMs = this.clock.nowMs();
    const outcome = await this.repository.redeem(hashToken(token), publicKey, description, new Date(nowMs));
    if (outcome.status === "not-open") return { ok: false, ...refusalOfToken(outcome.token, nowMs) };
    this.hub.announceFleet();
    return { ok: true, hostId: outcome.hostId, hostName: outcome.hostName };
  }
}

function tokenView({ hostName, ...token }: TokenRecord, nowMs: number): EnrolmentToken {
  return {
    id: token.id,
    name: hostName,
    labels: token.labels,
    createdBy: token.createdBy,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    status: evaluateToken(token, nowMs),
    host: token.host,
  };
}
