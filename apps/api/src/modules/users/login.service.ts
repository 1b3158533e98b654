import type { LoginRequest } from "@fourtuple/contracts/web";
import { Inject, Injectable } from "@nestjs/common";
import type { Authenticated } from "../../platform/auth/authenticated.js";
import { SessionsService } from "../../platform/auth/sessions.service.js";
import { BadCredentialsError } from "../../platform/errors/app-error.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { LoginThrottle } from "./login-throttle.js";
import { PasswordHasher } from "./password-hasher.js";
import { UsersRepository } from "./users.repository.js";

/** Where a login comes from. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string | undefined;
}

export interface StartedSession {
  readonly token: string;
  readonly caller: Authenticated;
}

@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws BadCredentialsError, TooManyRequestsError, BusyError */
  async login({ email, password }: LoginRequest, visitor: Visitor): Promise<StartedSession> {
    const account = email.toLowerCase();
    const attempt = this.throttle.begin(account, visitor.address);
    const user = await this.users.findCredentials(account);
    const isRight = await this.hasher.verify(user?.passwordHash ?? null, password);
    if (user === null || !isRight) {
      this.log.info({ from: visitor.address }, "a login failed");
      throw new BadCredentialsError();
    }
    attempt.succeeded();
    return this.sessions.start(user.id, visitor.userAgent);
  }
}
