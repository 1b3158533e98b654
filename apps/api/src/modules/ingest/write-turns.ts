/** With live samples always due, records still get every fifth turn, or a storm would never end (judgement). */
const MAX_LIVE_IN_A_ROW = 4;

export type Lane = "live" | "records";

/** Whose turn it is to write: one at a time, live samples before records. */
export class WriteTurns {
  private readonly waiting: Readonly<Record<Lane, (() => void)[]>> = { live: [], records: [] };
  private isTaken = false;
  private liveInARow = 0;

  /** Runs `work` when it is its turn; the next turn begins when it has ended, well or not. */
  async take<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.isTaken) await new Promise<void>((resolve) => this.waiting[lane].push(resolve));
    this.isTaken = true;
    this.liveInARow = lane === "live" ? this.liveInARow + 1 : 0;
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private passOn(): void {
    const { live, records } = this.waiting;
    const isForRecords = live.length === 0 || this.liveInARow >= MAX_LIVE_IN_A_ROW;
    const next = (isForRecords ? records.shift() : undefined) ?? live.shift();
    // Stays taken when somebody waits: who comes in between must not slip in.
    if (next) next();
    else this.isTaken = false;
  }
}
