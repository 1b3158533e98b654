import type { WebSocket } from "ws";

export interface HeartbeatTiming {
  readonly pingEveryMs: number;
  readonly silentAfterMs: number;
}

/**
 * Pings an open socket and tells when its peer has been silent for too long: a peer that lost its
 * power or its network sends no FIN.
 * @returns a function that ends it.
 */
export function startHeartbeat(
  socket: WebSocket,
  { pingEveryMs, silentAfterMs }: HeartbeatTiming,
  onSilent: (reason: string) => void,
): () => void {
  let heardMs = performance.now();
  const hear = () => {
    heardMs = performance.now();
  };
  for (const event of ["open", "message", "ping", "pong"] as const) socket.on(event, hear);
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    const silentMs = performance.now() - heardMs;
    if (silentMs > silentAfterMs) onSilent(`the server has been silent for ${Math.round(silentMs / 1000)} s`);
    else socket.ping();
  }, pingEveryMs);
  return () => clearInterval(timer);
}
