/** One listening socket as the kernel tells it. SO_REUSEPORT listeners of one port are one entry each. */
export interface ListenerSocket {
  /** `0.0.0.0`, `127.0.0.1`, `::`, `::1`, ... */
  readonly address: string;
  readonly port: number;
  /** Connections that wait for accept(). */
  readonly acceptQueue: number;
  /** The effective backlog, after the clamp by somaxconn; null where the source does not tell (procfs). */
  readonly backlog: number | null;
  /** Connections dropped since listen(); null where the source does not tell. */
  readonly drops: number | null;
  readonly uid: number | null;
}

/**
 * At most this many listeners are described, the rest are counted (judgement: a described listener
 * costs about 100 bytes, and a list of this length is past what a person or a frame can hold).
 */
export const MAX_LISTENERS = 20_000;

/** Collects listeners up to the cap. */
export class ListenerList {
  readonly listeners: ListenerSocket[] = [];
  omitted = 0;

  /** All of them, described or not. */
  get listening(): number {
    return this.listeners.length + this.omitted;
  }

  /** @returns true when there is room; otherwise the listener is counted as omitted. */
  admits(): boolean {
    if (this.listeners.length < MAX_LISTENERS) return true;
    this.omitted++;
    return false;
  }
}
