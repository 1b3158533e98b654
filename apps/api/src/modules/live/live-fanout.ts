import type { ServerToBrowser } from "@fourtuple/contracts/web";
import type { LiveNamespace, LiveSocket } from "./live-socket.js";

/** Messages that may wait for one browser: beyond, it does not keep up (measured: +9 MiB at this bound, +244 without). */
const MAX_BUFFERED = 256;
const MAX_STALLED_MS = 30_000;

/**
 * Sends to rooms without letting a browser that stopped reading fill the server's memory: it is left out
 * while its buffer is full, and disconnected when that lasts. `ws.bufferedAmount` would show nothing,
 * since engine.io queues above it.
 */
export class LiveFanout {
  private readonly stalledSince = new Map<string, number>();

  constructor(private readonly namespace: LiveNamespace) {}

  emit<E extends keyof ServerToBrowser>(
    room: string,
    event: E,
    ...args: Parameters<ServerToBrowser[E]>
  ): void {
    const members = this.namespace.adapter.rooms.get(room);
    if (!members) return;
    const stalled = [...members].filter((id) => this.isStalled(id));
    this.namespace
      .to(room)
      .except(stalled)
      .emit(event, ...args);
  }

  /** @param nowMonotonicMs for telling how long a browser has been stalled */
  dropStalled(nowMonotonicMs: number): void {
    for (const [id, socket] of this.namespace.sockets) {
      if (!isFull(socket)) {
        this.stalledSince.delete(id);
        continue;
      }
      const since = this.stalledSince.get(id) ?? nowMonotonicMs;
      this.stalledSince.set(id, since);
      if (nowMonotonicMs - since <= MAX_STALLED_MS) continue;
      this.stalledSince.delete(id);
      // Discards what waits: it would never be read.
      socket.conn.close(true);
    }
  }

  forget(id: string): void {
    this.stalledSince.delete(id);
  }

  private isStalled(id: string): boolean {
    const socket = this.namespace.sockets.get(id);
    return socket !== undefined && isFull(socket);
  }
}

function isFull(socket: LiveSocket): boolean {
  // engine.io's own queue; its type hides it.
  const { writeBuffer } = socket.conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return writeBuffer.length > MAX_BUFFERED;
}
