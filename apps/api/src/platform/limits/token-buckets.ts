export interface BucketSize {
  /** Tokens of a full bucket. */
  readonly capacity: number;
  /** One token comes back after this time. */
  readonly refillMs: number;
}

interface Bucket {
  tokens: number;
  updatedMs: number;
}

/** Buckets kept at most; the one least used goes first. */
const MAX_KEYS = 20_000;

/** One token bucket for each key; a key never seen has a full one. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly size: BucketSize) {}

  /** Tokens there are, with fractions of the one that is coming back. */
  tokens(key: string, nowMs: number): number {
    const bucket = this.buckets.get(key);
    if (!bucket) return this.size.capacity;
    const refilled = Math.max(0, nowMs - bucket.updatedMs) / this.size.refillMs;
    return Math.min(this.size.capacity, bucket.tokens + refilled);
  }

  /** Time until there are `wanted` tokens; 0 when there are. */
  waitMs(key: string, wanted: number, nowMs: number): number {
    return Math.max(0, Math.ceil((wanted - this.tokens(key, nowMs)) * this.size.refillMs));
  }

  /** Adds to a bucket, or takes where `change` is negative; never below empty. */
  change(key: string, change: number, nowMs: number): void {
    const tokens = Math.max(0, Math.min(this.size.capacity, this.tokens(key, nowMs) + change));
    this.buckets.delete(key);
    if (tokens >= this.size.capacity) return;
    this.buckets.set(key, { tokens, updatedMs: nowMs });
    if (this.buckets.size > MAX_KEYS) this.dropOldest();
  }

  private dropOldest(): void {
    for (const key of this.buckets.keys()) {
      this.buckets.delete(key);
      return;
    }
  }
}
