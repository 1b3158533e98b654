import { IoAdapter } from "@nestjs/platform-socket.io";
import type { Server, ServerOptions } from "socket.io";
import type { OriginPolicy } from "../../platform/auth/origin-policy.js";

/** What browsers send are names of hosts. */
const MAX_MESSAGE_BYTES = 16_384;
/** A connection that joins no namespace in this time is nobody's. */
const CONNECT_TIMEOUT_MS = 5_000;

/** socket.io on the server's own port: WebSocket only, and only for pages of an allowed origin. */
export class LiveAdapter extends IoAdapter {
  constructor(
    app: ConstructorParameters<typeof IoAdapter>[0],
    private readonly origins: OriginPolicy,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      transports: ["websocket"],
      serveClient: false,
      perMessageDeflate: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // Other upgrades on this port are not socket.io's to end.
      destroyUpgrade: false,
      // The `cors` option would not guard WebSocket; this does.
      allowRequest: (request, answer) => {
        answer(null, this.origins.allows(request.headers.origin, request.headers.host));
      },
    } as ServerOptions);
    // Everything happens in /live; the namespace that always exists lets nobody in.
    server.of("/").use((_socket, next) => next(new Error("there is nothing in this namespace")));
    return server;
  }
}
