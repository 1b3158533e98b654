/** Runs of one host's key that are remembered: two in turn show the copy, more are further copies (judgement). */
const REMEMBERED_RUNS = 8;

/**
 * Tells a copied key from a reconnect. Every run of an agent has a name of its own, which it keeps until it ends.
 * A run that comes back after another run of the same key was running all the while beside it: a restart or a
 * reboot brings a new run, and never an old one back.
 */
export class KeySightings {
  /** Of each host, the newest run last. */
  private readonly runs = new Map<string, readonly string[]>();

  /** @returns whether this sighting shows that two agents use the key. */
  see(hostId: string, run: string): boolean {
    const before = this.runs.get(hostId) ?? [];
    const isBack = before.includes(run) && before.at(-1) !== run;
    const others = before.filter((other) => other !== run);
    this.runs.set(hostId, [...others, run].slice(-REMEMBERED_RUNS));
    return isBack;
  }
}
