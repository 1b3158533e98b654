import type { RecordAck, RecordFrame } from "@fourtuple/contracts/agent";

/** Where the answer to a record goes: one connection of one agent. */
export interface RecordTarget {
  readonly hostId: string;
  answer(ack: RecordAck): void;
  /** Nothing more may be read from the agent: there is no room for what it sends. */
  hold(): void;
  /** There is room again. */
  release(): void;
}

/** A record on its way to the database, still as it was sent: unpacked it is thirty times as large. */
export interface QueuedRecord {
  readonly target: RecordTarget;
  readonly record: RecordFrame;
  readonly receivedMs: number;
  /** The host's clock minus the server's, as the live samples of the connection show it. */
  readonly clockSkewMs: number;
}

/**
 * Records that are not yet stored. First in, first out is fair among agents, since none has more than
 * MAX_UNANSWERED_RECORDS here. When it is full, those who send are held, so that nothing is dropped;
 * it exceeds its bound by no more than what each of them had sent already.
 */
export class RecordQueue {
  private items: QueuedRecord[] = [];
  private waitingBytes = 0;
  private readonly held = new Set<RecordTarget>();

  constructor(private readonly maxBytes: number) {}

  get length(): number {
    return this.items.length;
  }

  get bytes(): number {
    return this.waitingBytes;
  }

  push(item: QueuedRecord): void {
    this.items.push(item);
    this.waitingBytes += item.record.body.length;
    if (this.waitingBytes <= this.maxBytes) return;
    this.held.add(item.target);
    item.target.hold();
  }

  /** The oldest items; they stay until they are dropped. */
  peek(count: number): readonly QueuedRecord[] {
    return this.items.slice(0, count);
  }

  /** Removes the oldest items, once they are dealt with. */
  drop(count: number): void {
    for (const { record } of this.items.slice(0, count)) this.waitingBytes -= record.body.length;
    this.items = this.items.slice(count);
    // Not at once below the bound, or each step would let one in and hold it again.
    if (this.waitingBytes <= this.maxBytes / 2) this.releaseAll();
  }

  private releaseAll(): void {
    for (const target of this.held) target.release();
    this.held.clear();
  }
}
