import { isIPv6 } from "node:net";
import { Injectable } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import { TooManyRequestsError } from "../../platform/errors/app-error.js";
import { TokenBuckets } from "../../platform/limits/token-buckets.js";

/** Judgements: a person mistypes a few times; a shared office address does so more often. */
const PAIR = { capacity: 5, refillMs: 30_000 };
const ADDRESS = { capacity: 30, refillMs: 5_000 };
const ACCOUNT = { capacity: 50, refillMs: 10_000 };

/** Proof that an attempt was let in; tell it how the attempt ended. */
export interface LoginAttempt {
  succeeded(): void;
}

/**
 * Bounds how fast passwords can be guessed. Failures count against the address, against the account from
 * that address, and against the account from anywhere. The last never locks the account: once it is used
 * up, each address has one try per half minute, so that strangers cannot keep its owner out.
 */
@Injectable()
export class LoginThrottle {
  private readonly pairs = new TokenBuckets(PAIR);
  private readonly addresses = new TokenBuckets(ADDRESS);
  private readonly accounts = new TokenBuckets(ACCOUNT);

  constructor(private readonly clock: Clock) {}

  /**
   * Counts an attempt as failed until told otherwise, so that many at once are no way around.
   *
   * @throws TooManyRequestsError with the time to wait.
   */
  begin(account: string, remoteAddress: string): LoginAttempt {
    const nowMs = this.clock.monotonicMs();
    const address = networkOf(remoteAddress);
    const pair = `${account}\n${address}`;
    const isUnderAttack = this.accounts.tokens(account, nowMs) < 1;
    const waitMs = Math.max(
      this.addresses.waitMs(address, 1, nowMs),
      this.pairs.waitMs(pair, isUnderAttack ? PAIR.capacity : 1, nowMs),
    );
    if (waitMs > 0) throw new TooManyRequestsError(waitMs);
    this.addresses.change(address, -1, nowMs);
    this.pairs.change(pair, -1, nowMs);
    this.accounts.change(account, -1, nowMs);
    return { succeeded: () => this.forgive(account, address, pair) };
  }

  private forgive(account: string, address: string, pair: string): void {
    const nowMs = this.clock.monotonicMs();
    this.addresses.change(address, 1, nowMs);
    this.accounts.change(account, 1, nowMs);
    this.pairs.change(pair, PAIR.capacity, nowMs);
  }
}

/** An IPv6 customer has a whole /64 to choose addresses from. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("%", 1)[0]?.split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(Math.max(0, zeros)).fill("0"), ...back];
  return groups.slice(0, 4).join(":");
}
