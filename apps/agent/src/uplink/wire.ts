/** A connection after `welcome`, as its senders see it. */
export interface Wire {
  send(frame: Uint8Array): void;
  /** True when so much waits to be sent that what is only for the moment had better be left out. */
  isClogged(): boolean;
}

/** More than four ordinary records and a replayed minute, and at 1 Hz half an hour of live frames (judgement). */
export const CLOGGED_BYTES = 128 * 1024;
