import { type StateCounts, tcpStateOfCode, zeroStateCounts } from "@fourtuple/core/tcp";

export interface StateTotals {
  readonly counts: StateCounts;
  /** All sockets seen, those of an unknown state included. */
  readonly sockets: number;
  /** Sockets whose state number this version does not know; they are in no count. */
  readonly unknown: number;
}

/** Counts sockets by the kernel's state number, one typed array and nothing per socket. */
export class StateTally {
  /** By state number; the kernel gives it one byte. */
  readonly byCode = new Uint32Array(256);

  clear(): void {
    this.byCode.fill(0);
  }

  totals(): StateTotals {
    const counts = zeroStateCounts();
    let sockets = 0;
    let unknown = 0;
    for (let code = 0; code < this.byCode.length; code++) {
      const seen = this.byCode[code] ?? 0;
      if (seen === 0) continue;
      const state = tcpStateOfCode(code);
      sockets += seen;
      if (state === null) unknown += seen;
      else counts[state] += seen;
    }
    return { counts, sockets, unknown };
  }
}
