import { closeSync } from "node:fs";
import { type FileReading, openForReading, readFromStart } from "./read-bounded.js";

/**
 * One file whose descriptor is kept: each read starts at 0 again. A file that is absent or fails is opened
 * anew later, so that one which appears (a kernel module is loaded) is found.
 */
export class KeptFile {
  #fd: number | null = null;
  #failure: FileReading | null = null;
  #untilRetry = 0;

  /** @param retryEvery of the reads after a failure, every so many tries to open the file again. */
  constructor(
    private readonly path: string,
    private readonly capBytes: number,
    private readonly retryEvery = 1,
  ) {}

  read(): FileReading {
    if (this.#failure !== null && --this.#untilRetry > 0) return this.#failure;
    const reading = this.#read();
    this.#failure = reading.status === "ok" ? null : reading;
    this.#untilRetry = this.retryEvery;
    if (reading.status !== "ok") this.close();
    return reading;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #read(): FileReading {
    if (this.#fd === null) {
      const opened = openForReading(this.path);
      if (opened.status !== "ok") return opened;
      this.#fd = opened.fd;
    }
    return readFromStart(this.#fd, this.capBytes);
  }
}
