/** Agents that may be between connect and hello at once, in all and from one address (judgement). */
const MAX_HANDSHAKES = 256;
const MAX_PER_ADDRESS = 64;

/** Counts connections that have not proved anything yet, so that strangers cannot use up the server. */
export class HandshakeLimits {
  private total = 0;
  private readonly byAddress = new Map<string, number>();

  /** @returns whether one more may begin; each that does must be given back by `leave`. */
  enter(address: string): boolean {
    const same = this.byAddress.get(address) ?? 0;
    if (this.total >= MAX_HANDSHAKES || same >= MAX_PER_ADDRESS) return false;
    this.total++;
    this.byAddress.set(address, same + 1);
    return true;
  }

  leave(address: string): void {
    this.total--;
    const same = (this.byAddress.get(address) ?? 1) - 1;
    if (same > 0) this.byAddress.set(address, same);
    else this.byAddress.delete(address);
  }
}
