import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Inject, Injectable } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { CONFIG } from "../../platform/config.token.js";
import { LOG, type Log } from "../../platform/logging/logger.js";

/** A folder with more than this is no folder of keys (judgement). */
const MAX_FILES = 1_000;
/** A key has 43 characters; a file may hold a comment behind it. */
const MAX_FILE_BYTES = 400;

/** Public keys of agents that may enrol themselves: the `*.pub` files of one folder. */
@Injectable()
export class TrustedKeys {
  private reading: Promise<ReadonlySet<string>> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Reads the folder anew, so that a key laid there counts at once. Many at once share one reading. */
  async has(publicKey: string): Promise<boolean> {
    const directory = this.config.trustedAgentKeysDir;
    if (directory === null) return false;
    this.reading ??= this.readKeys(directory).finally(() => {
      this.reading = null;
    });
    return (await this.reading).has(publicKey);
  }

  private async readKeys(directory: string): Promise<ReadonlySet<string>> {
    try {
      const names = (await readdir(directory)).filter((name) => name.endsWith(".pub")).slice(0, MAX_FILES);
      const keys = await Promise.all(names.map((name) => this.readKey(join(directory, name))));
      return new Set(keys.filter((key) => key !== null));
    } catch (error) {
      this.log.warn({ err: error }, "the folder of FOURTUPLE_TRUSTED_AGENT_KEYS cannot be read");
      return new Set();
    }
  }

  /** A file that cannot be read costs its own key, not those beside it. */
  private async readKey(path: string): Promise<string | null> {
    try {
      return await readFirstWord(path);
    } catch (error) {
      this.log.warn({ err: error }, "a file of FOURTUPLE_TRUSTED_AGENT_KEYS cannot be read");
      return null;
    }
  }
}

/** @returns the first word of the file. */
async function readFirstWord(path: string): Promise<string> {
  // Non-blocking, so that a FIFO among the files cannot hold the others.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_FILE_BYTES), 0, MAX_FILE_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead).trim().split(/\s/, 1)[0] ?? "";
  } finally {
    await file.close();
  }
}
