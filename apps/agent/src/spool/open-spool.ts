import type { Logger } from "pino";
import { type Clock, systemClock } from "../clock.js";
import { createProblemLog } from "../problem-log.js";
import { openDirectory, type SpoolDirectory } from "./directory.js";
import { DiskSpool } from "./disk-spool.js";
import { DiskWriter } from "./disk-writer.js";
import { DirectoryLock } from "./lock.js";
import { type Limits, RecordBook } from "./record-book.js";
import type { Spool } from "./spool.js";

export interface SpoolOptions {
  /** Made with mode 0700 when it does not exist; for one agent alone. */
  readonly directory: string;
  readonly maxBytes?: number;
  readonly maxAgeMs?: number;
  readonly log: Logger;
  readonly clock?: Clock;
  /** The files in the directory; tests put one here that fails. */
  readonly files?: SpoolDirectory;
}

/** A day at 1 Hz takes about 12 MiB on a quiet host. */
const LIMITS: Limits = {
  maxBytes: 64 * 1024 * 1024,
  maxAgeMs: 24 * 3_600_000,
  // 15 minutes at 1 Hz: long enough to make room on a disk by hand.
  maxMemorySamples: 900,
  maxMemoryBytes: 4 * 1024 * 1024,
};

/** Half of what fits into a record's id: room to count on. */
const MAX_FIRST_ID = 2 ** 47;

/**
 * Opens the spool and salvages what a former run left in it. Never rejects: without a directory it keeps what
 * it can in memory, says so in its status and in the log, and tries again each minute.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { directory: path, log, clock = systemClock, files = openDirectory(path) } = options;
  const problems = createProblemLog(log);
  const limits = {
    ...LIMITS,
    maxBytes: options.maxBytes ?? LIMITS.maxBytes,
    maxAgeMs: options.maxAgeMs ?? LIMITS.maxAgeMs,
  };
  const book = new RecordBook(limits, Math.floor(Math.random() * MAX_FIRST_ID));
  book.onLoss = ({ reason, samples }) =>
    log.warn({ samples }, `samples that waited for the server are lost: ${reason}`);
  const writer = new DiskWriter({
    directory: files,
    lock: new DirectoryLock(path),
    book,
    clock,
    onRound: (problem) => {
      spool.roundEnded(problem);
      problems.report(
        problem === null ? [] : [`${path} cannot be written, samples wait in memory: ${problem}`],
      );
    },
  });
  const spool = new DiskSpool({ directory: files, writer, book, clock, log });
  await writer.round();
  return spool;
}
