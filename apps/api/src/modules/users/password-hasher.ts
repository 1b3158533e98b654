import { Injectable } from "@nestjs/common";
import { hash, verify } from "@node-rs/argon2";
import { BusyError } from "../../platform/errors/app-error.js";

/** argon2id, the library's default kind: 46 MiB, one pass (OWASP ASVS 5.0, appendix C). */
const PARAMETERS = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/** 2 × 46 MiB is what logins may take of memory at once; more wait, and more than 20 are sent away (judgement). */
const MAX_RUNNING = 2;
const MAX_WAITING = 20;
/** The hash of a password nobody has: an unknown user costs the same work as a known one. */
const NOBODY =
  "$argon2id$v=19$m=47104,t=1,p=1$MSt6Nbsn9YgMvEgMQrqUAw$TYXJ8tHmLKjwNX6+T42bt1AMxg+0V9sF3MLRKVhM20U";

/** Hashes and checks passwords, never more than a few at once. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws BusyError when too many are waiting already. */
  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  /** @param stored the user's hash; null for an unknown user, whose answer is always false.
   * @throws BusyError when too many are waiting already. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const matches = await this.inTurn(() => verify(stored ?? NOBODY, password));
    return matches && stored !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    await this.takeTurn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** A turn that ends is handed to the next in line, so `running` never exceeds its bound. */
  private takeTurn(): Promise<void> {
    if (this.running < MAX_RUNNING) {
      this.running++;
      return Promise.resolve();
    }
    if (this.waiting.length >= MAX_WAITING) throw new BusyError();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
