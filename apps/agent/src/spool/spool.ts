import type { Condition } from "@fourtuple/contracts/agent";
import type { Sample, TopLists } from "@fourtuple/core/samples";

/** A record that waits for the server, without its body. */
export interface WaitingRecord {
  readonly id: number;
  /** One of RECORD_KIND. */
  readonly kind: number;
}

/** What the uplink needs of a spool. */
export interface RecordSource {
  /** The oldest record of these kinds (null: of any) that is not in `except`; null when there is none. */
  next(except: ReadonlySet<number>, kinds: readonly number[] | null): WaitingRecord | null;
  /** Its body; null when it cannot be read at present, or is gone. Never rejects. */
  read(id: number): Promise<Uint8Array | null>;
  /** The server has it: it may go. */
  acknowledge(id: number): void;
  /** The server will never take it: it goes, and the samples of a pack count as lost. */
  reject(id: number): void;
  /** `call` is told whenever a record was added. One listener; the newest wins. */
  onRecord(call: () => void): void;
  /** Samples of the minute that is not sealed yet, oldest first. */
  openMinute(): readonly Sample[];
  status(): Condition["spool"];
}

/** What was taken and is not yet at the server. */
export interface Spool extends RecordSource {
  /** Keeps a sample. Never throws: what cannot be written stays in memory for a while. */
  append(sample: Sample): void;
  /** Keeps one reading of the top lists as a record of its own; call it once a minute. */
  appendTopLists(lists: TopLists): void;
  /** Resolves when what was taken so far and sealed is on the disk, or could not be written for now. */
  flush(): Promise<void>;
  /** Seals the open minute and gives the directory back. */
  close(): Promise<void>;
}
