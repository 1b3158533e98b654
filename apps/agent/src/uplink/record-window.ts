import { encodeRecordFrame, MAX_UNANSWERED_RECORDS, type RecordAck } from "@fourtuple/contracts/agent";
import type { RecordSource } from "../spool/spool.js";
import type { Wire } from "./wire.js";

/** What was sent on one connection. */
interface Session {
  readonly wire: Wire;
  /** What the server stores; null where it does not say. */
  readonly kinds: readonly number[] | null;
  /** Ids that were sent and not answered. */
  readonly unanswered: Set<number>;
  /** Those, and the ids that could not be read. */
  readonly passed: Set<number>;
  filling: boolean;
  /** Monotonic time since which something is unanswered and nothing was answered; null while nothing is. */
  stuckSinceMs: number | null;
}

/**
 * Sends the records of the spool, oldest first, a few at a time, and gives back those that are answered for.
 * What is unanswered when a connection ends is sent again on the next.
 */
export class RecordWindow {
  readonly #source: RecordSource;
  #session: Session | null = null;

  readonly #nowMs: () => number;

  /** @param nowMs monotonic time. */
  constructor(source: RecordSource, nowMs: () => number = () => performance.now()) {
    this.#source = source;
    this.#nowMs = nowMs;
    source.onRecord(() => void this.#fill());
  }

  /** A new connection to a server that takes records of these kinds, or of any. */
  begin(wire: Wire, kinds: readonly number[] | null): void {
    this.#session = {
      wire,
      kinds,
      unanswered: new Set(),
      passed: new Set(),
      filling: false,
      stuckSinceMs: null,
    };
    void this.#fill();
  }

  end(): void {
    this.#session = null;
  }

  /** For how long what was sent on this connection waits without any answer; 0 while nothing waits. */
  stuckMs(): number {
    const sinceMs = this.#session?.stuckSinceMs ?? null;
    return sinceMs === null ? 0 : this.#nowMs() - sinceMs;
  }

  /** @returns false for an answer to something that was not sent on this connection; it changes nothing. */
  answered({ id, outcome }: RecordAck): boolean {
    const session = this.#session;
    if (!session?.unanswered.delete(id)) return false;
    if (outcome === "rejected") this.#source.reject(id);
    else this.#source.acknowledge(id);
    session.passed.delete(id);
    session.stuckSinceMs = session.unanswered.size === 0 ? null : this.#nowMs();
    void this.#fill();
    return true;
  }

  async #fill(): Promise<void> {
    const session = this.#session;
    if (session === null || session.filling) return;
    session.filling = true;
    while (this.#session === session && session.unanswered.size < MAX_UNANSWERED_RECORDS) {
      const record = this.#source.next(session.passed, session.kinds);
      if (record === null) break;
      session.passed.add(record.id);
      const body = await this.#source.read(record.id);
      if (body === null || this.#session !== session) continue;
      session.unanswered.add(record.id);
      session.stuckSinceMs ??= this.#nowMs();
      session.wire.send(encodeRecordFrame({ id: record.id, kind: record.kind, body }));
    }
    session.filling = false;
  }
}
