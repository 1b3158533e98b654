export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An outcome the caller is told about. Its message is for people outside: it never holds internals. */
export abstract class AppError extends Error {
  abstract readonly status: number;
  /** Stable and machine-readable. */
  abstract readonly code: string;
  readonly errors: readonly FieldError[] = [];
  readonly retryAfterMs: number | null = null;
}

export class ValidationError extends AppError {
  readonly status = 400;
  readonly code = "invalid-request";

  constructor(override readonly errors: readonly FieldError[]) {
    super("The request is not valid; see `errors` for each field.");
  }
}

export class UnauthenticatedError extends AppError {
  readonly status = 401;
  readonly code: "unauthenticated" | "bad-credentials" | "bad-setup-token" = "unauthenticated";

  constructor(message = "Log in first: there is no valid session.") {
    super(message);
  }
}

export class BadCredentialsError extends UnauthenticatedError {
  override readonly code = "bad-credentials";

  constructor() {
    super("The e-mail address or the password is wrong.");
  }
}

export class BadSetupTokenError extends UnauthenticatedError {
  override readonly code = "bad-setup-token";

  constructor() {
    super("This setup link is used up or too old; restart Fourtuple and open the new link that it prints.");
  }
}

export class ForbiddenError extends AppError {
  readonly status = 403;
  readonly code: "forbidden" | "foreign-origin" = "forbidden";

  constructor(message = "Your role does not allow this.") {
    super(message);
  }
}

export class ForeignOriginError extends ForbiddenError {
  override readonly code = "foreign-origin";

  constructor() {
    super(
      "The request came from a page of another origin. If it is yours, add that origin to FOURTUPLE_ALLOWED_ORIGINS or set FOURTUPLE_PUBLIC_URL.",
    );
  }
}

export class NotFoundError extends AppError {
  readonly status = 404;
  readonly code = "not-found";
}

export class ConflictError extends AppError {
  readonly status = 409;
  readonly code = "conflict";
}

export class TooManyRequestsError extends AppError {
  readonly status = 429;
  readonly code = "too-many-requests";

  constructor(override readonly retryAfterMs: number) {
    super(`Too many attempts; try again in ${Math.ceil(retryAfterMs / 1000)} s.`);
  }
}

export class BusyError extends AppError {
  readonly status = 503;
  readonly code = "busy";
  override readonly retryAfterMs = 2_000;

  constructor() {
    super("The server has too much to do at this moment; try again shortly.");
  }
}

export class AgentTimeoutError extends AppError {
  readonly status = 504;
  readonly code = "agent-timeout";

  constructor(waitedMs: number) {
    super(`The agent of this host has not answered within ${waitedMs / 1000} s.`);
  }
}

export class DatabaseDownError extends AppError {
  readonly status = 503;
  readonly code = "database-unavailable";
  override readonly retryAfterMs = 2_000;

  constructor() {
    super("The database cannot be reached; the server keeps trying and recovers by itself.");
  }
}

export class NotReadyError extends AppError {
  readonly status = 503;
  readonly code = "not-ready";
  override readonly retryAfterMs = 2_000;

  constructor() {
    super("The database answers, but its tables are not there yet; the migrations have not run.");
  }
}
