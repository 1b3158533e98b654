import { createHash, randomBytes } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import { Subject } from "rxjs";
import type { ApiConfig } from "../../config.js";
import { Clock } from "../clock/clock.js";
import { CONFIG } from "../config.token.js";
import { UnauthenticatedError } from "../errors/app-error.js";
import type { Authenticated } from "./authenticated.js";
import { readSessionToken, type SessionCookie, sessionCookieOf } from "./session-cookie.js";
import { type SessionRow, SessionsRepository } from "./sessions.repository.js";

const TOKEN_BYTES = 32;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;
const HOUR_MS = 3_600_000;
/** A working day without use, a week in all (judgement; OWASP ASVS 5.0, 7.3.1 and 7.3.2 ask for both). */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
export const SESSION_ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** The time of last use is written at most this often: one write a minute, not one a request. */
const TOUCH_MS = 60_000;
const USER_AGENT_CHARS = 200;

/** Secrets are random, so a plain digest is enough at rest (OWASP ASVS 5.0, 6.5.2). */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** Server-side sessions: the one place that says who a cookie stands for, for routes and sockets alike. */
@Injectable()
export class SessionsService {
  readonly cookie: SessionCookie;
  private readonly endedSessions = new Subject<string>();
  /** Ids of sessions that were ended on purpose. */
  readonly ended$ = this.endedSessions.asObservable();

  constructor(
    private readonly repository: SessionsRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) config: ApiConfig,
  ) {
    this.cookie = sessionCookieOf(config);
  }

  /** @throws UnauthenticatedError unless the Cookie header holds the token of a session that stands. */
  async authenticate(cookieHeader: string | undefined): Promise<Authenticated> {
    const token = readSessionToken(this.cookie, cookieHeader);
    if (token === null || !TOKEN_SHAPE.test(token)) throw new UnauthenticatedError();
    const row = await this.repository.findSession(hashToken(token));
    const nowMs = this.clock.nowMs();
    if (row === null || !isStanding(row, nowMs)) throw new UnauthenticatedError();
    if (nowMs - row.lastUsedAt.getTime() > TOUCH_MS) {
      await this.repository.touchSessions([row.id], new Date(nowMs));
    }
    return authenticatedOf(row);
  }

  /** Starts a session with a token nobody has seen before. @returns the token, for the cookie alone. */
  async start(
    userId: string,
    userAgent: string | undefined,
  ): Promise<{ token: string; caller: Authenticated }> {
    const token = newToken();
    const nowMs = this.clock.nowMs();
    await this.repository.deleteExpired(new Date(nowMs));
    const row = await this.repository.insertSession({
      tokenHash: hashToken(token),
      userId,
      createdAt: new Date(nowMs),
      expiresAt: new Date(nowMs + SESSION_ABSOLUTE_MS),
      userAgent: userAgent?.slice(0, USER_AGENT_CHARS) ?? null,
    });
    return { token, caller: authenticatedOf(row) };
  }

  async end(sessionId: string): Promise<void> {
    await this.repository.revokeSession(sessionId, new Date(this.clock.nowMs()));
    this.endedSessions.next(sessionId);
  }

  /** The ids among `ids` that still stand. */
  async findStanding(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const nowMs = this.clock.nowMs();
    const idleLimit = new Date(nowMs - SESSION_IDLE_MS);
    return new Set(await this.repository.findStanding(ids, new Date(nowMs), idleLimit));
  }

  /** Notes that these sessions are in use: an open live page is use, too. */
  async touch(ids: readonly string[]): Promise<void> {
    await this.repository.touchSessions(ids, new Date(this.clock.nowMs()));
  }
}

function isStanding(row: SessionRow, nowMs: number): boolean {
  return row.expiresAt.getTime() > nowMs && row.lastUsedAt.getTime() + SESSION_IDLE_MS > nowMs;
}

function authenticatedOf(row: SessionRow): Authenticated {
  return { sessionId: row.id, user: row.user, expiresAtMs: row.expiresAt.getTime() };
}
