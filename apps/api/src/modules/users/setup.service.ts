import type { SetupRequest } from "@fourtuple/contracts/web";
import { Inject, Injectable } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { OriginPolicy } from "../../platform/auth/origin-policy.js";
import { hashToken, newToken, SessionsService } from "../../platform/auth/sessions.service.js";
import { Clock } from "../../platform/clock/clock.js";
import { CONFIG } from "../../platform/config.token.js";
import { BadSetupTokenError, ConflictError } from "../../platform/errors/app-error.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import type { StartedSession, Visitor } from "./login.service.js";
import { LoginThrottle } from "./login-throttle.js";
import { PasswordHasher } from "./password-hasher.js";
import { UsersRepository } from "./users.repository.js";

const TOKEN_LIFE_MS = 24 * 3_600_000;
/** Setup attempts are throttled like logins to an account that no mail address can name. */
const SETUP_ACCOUNT = "setup";

/** How the first admin comes to be: by a link printed at start, or by the configuration. */
@Injectable()
export class SetupService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly origins: OriginPolicy,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Makes the configured admin unless that user exists. */
  async makeConfiguredAdmin(): Promise<void> {
    const { admin } = this.config;
    if (admin === null || (await this.users.hasUser(admin.email))) return;
    const passwordHash = await this.hasher.hash(admin.password);
    await this.users.insertUser({ email: admin.email, passwordHash, role: "admin" });
    this.log.info("made the admin of FOURTUPLE_ADMIN_EMAIL");
  }

  /** @returns a fresh one-time link while there is no admin, else null; older links stop working. */
  async createLink(): Promise<string | null> {
    if (await this.users.hasAdmin()) return null;
    const token = newToken();
    const nowMs = this.clock.nowMs();
    await this.users.replaceSetupToken(hashToken(token), new Date(nowMs), new Date(nowMs + TOKEN_LIFE_MS));
    return `${this.origins.publicOrigin()}/setup/?token=${token}`;
  }

  async isNeeded(): Promise<boolean> {
    return !(await this.users.hasAdmin());
  }

  /** @throws BadSetupTokenError, ConflictError, TooManyRequestsError, BusyError */
  async makeFirstAdmin(request: SetupRequest, visitor: Visitor): Promise<StartedSession> {
    const attempt = this.throttle.begin(SETUP_ACCOUNT, visitor.address);
    const tokenHash = hashToken(request.token);
    const now = new Date(this.clock.nowMs());
    // Looked up before the password is hashed, so that guessing costs no memory.
    if (!(await this.users.hasSetupToken(tokenHash, now))) throw new BadSetupTokenError();
    const passwordHash = await this.hasher.hash(request.password);
    const email = request.email.toLowerCase();
    const outcome = await this.users.insertFirstAdmin(tokenHash, now, { email, passwordHash });
    if (outcome.status === "bad-token") throw new BadSetupTokenError();
    if (outcome.status === "not-needed")
      throw new ConflictError("There is an admin already; log in instead.");
    if (outcome.status === "mail-taken")
      throw new ConflictError("A user with this e-mail address exists already.");
    attempt.succeeded();
    this.log.info("the first admin was made by the setup link");
    return this.sessions.start(outcome.user.id, visitor.userAgent);
  }
}
