import type { ReceivedSample } from "../live/hub/sample-ring.js";

/** Where an acknowledgement goes: one connection of one agent. */
export interface AckTarget {
  readonly hostId: string;
  acknowledge(ack: Acknowledgement): void;
}

export interface Acknowledgement {
  readonly epochMs: number;
  readonly ackedThrough: number;
  readonly written: number;
  readonly duplicate: number;
  readonly rejected: readonly { readonly seq: number; readonly reason: string }[];
}

/** A sample on its way to the database. */
export interface QueuedSample {
  readonly target: AckTarget;
  readonly sample: ReceivedSample;
}

export interface QueueBounds {
  /** Samples that may wait in all. */
  readonly total: number;
  /** Samples of one connection that may wait, so that one agent cannot use up the room of all. */
  readonly perTarget: number;
}

/** Samples that are not yet stored, first in, first out, and never more than its bounds. */
export class SampleQueue {
  private items: QueuedSample[] = [];
  private readonly waiting = new Map<AckTarget, number>();

  constructor(private readonly bounds: QueueBounds) {}

  get length(): number {
    return this.items.length;
  }

  /** @returns whether there was room. */
  push(item: QueuedSample): boolean {
    const waiting = this.waiting.get(item.target) ?? 0;
    if (this.items.length >= this.bounds.total || waiting >= this.bounds.perTarget) return false;
    this.items.push(item);
    this.waiting.set(item.target, waiting + 1);
    return true;
  }

  /** The oldest items; they stay until they are dropped. */
  peek(count: number): readonly QueuedSample[] {
    return this.items.slice(0, count);
  }

  /** Removes the oldest items, once they are dealt with. */
  drop(count: number): void {
    for (const { target } of this.items.slice(0, count)) {
      const left = (this.waiting.get(target) ?? 0) - 1;
      if (left > 0) this.waiting.set(target, left);
      else this.waiting.delete(target);
    }
    this.items = this.items.slice(count);
  }
}
