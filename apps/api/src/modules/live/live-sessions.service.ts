import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { setCaller } from "../../platform/auth/authenticated.js";
import { SessionsService } from "../../platform/auth/sessions.service.js";
import { toAppError } from "../../platform/errors/to-app-error.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import type { LiveNamespace, LiveSocket } from "./live-socket.js";

/** A session that ends elsewhere (another process, a disabled user) ends its sockets within this time. */
const CHECK_MS = 2_500;
/** How often open sockets are noted as use of their sessions. */
const TOUCH_MS = 60_000;

/** Lets only the logged-in in, and no longer than their session lasts. */
@Injectable()
export class LiveSessions implements OnModuleDestroy {
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly sessions: SessionsService,
    @Inject(LOG) private readonly log: Log,
  ) {}

  guard(namespace: LiveNamespace): void {
    namespace.use(
      (socket, next) =>
        void this.admit(socket).then(
          () => next(),
          (error) => next(connectError(error)),
        ),
    );
    this.sessions.ended$.subscribe((sessionId) =>
      namespace.in(sessionRoom(sessionId)).disconnectSockets(true),
    );
    this.timers.push(setInterval(() => void this.check(namespace), CHECK_MS).unref());
    this.timers.push(setInterval(() => void this.touch(namespace), TOUCH_MS).unref());
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private async admit(socket: LiveSocket): Promise<void> {
    const caller = await this.sessions.authenticate(socket.request.headers.cookie);
    setCaller(socket, caller);
    socket.data.sessionId = caller.sessionId;
    await socket.join(sessionRoom(caller.sessionId));
  }

  /** While the database is away nobody can be judged, and nobody is sent away. */
  private async check(namespace: LiveNamespace): Promise<void> {
    const ids = sessionIds(namespace);
    if (ids.length === 0) return;
    try {
      const standing = await this.sessions.findStanding(ids);
      for (const id of ids) if (!standing.has(id)) namespace.in(sessionRoom(id)).disconnectSockets(true);
    } catch (error) {
      this.log.debug({ err: error }, "sessions of live connections could not be checked");
    }
  }

  private async touch(namespace: LiveNamespace): Promise<void> {
    const ids = sessionIds(namespace);
    if (ids.length === 0) return;
    await this.sessions
      .touch(ids)
      .catch((error) => this.log.debug({ err: error }, "use of sessions was not noted"));
  }
}

function sessionRoom(sessionId: string): string {
  return `session:${sessionId}`;
}

function sessionIds(namespace: LiveNamespace): string[] {
  const ids = [...namespace.sockets.values()].map((socket) => socket.data.sessionId);
  return [...new Set(ids)];
}

/** socket.io hands `data` to the client; nothing else of an error leaves the server. */
function connectError(error: unknown): Error {
  const known = toAppError(error);
  const data = { code: known?.code ?? "internal", message: known?.message ?? "The server failed." };
  return Object.assign(new Error(data.code), { data });
}
