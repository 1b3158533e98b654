import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { Clock } from "../../platform/clock/clock.js";
import { CONFIG } from "../../platform/config.token.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { HostsService } from "../hosts/hosts.service.js";
import { RecordsRepository } from "./records.repository.js";
import { SamplesRepository } from "./samples.repository.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Not while the server is still starting. */
const FIRST_MS = 60_000;
/** A batch holds its locks for some milliseconds only (judgement). */
const BATCH = 5_000;

/** Deletes samples, and what lies beside them, that are older than they are to be kept: each hour, in bounded batches. */
@Injectable()
export class RetentionService implements OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly samples: SamplesRepository,
    private readonly records: RecordsRepository,
    private readonly hosts: HostsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    this.schedule(FIRST_MS);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** @returns how many samples were deleted. */
  async deleteExpired(): Promise<number> {
    const before = new Date(this.clock.nowMs() - this.config.retentionDays * DAY_MS);
    let deleted = 0;
    for (const hostId of await this.samples.findHostsWithSamples()) {
      deleted += await this.inBatches(() => this.samples.deleteOlder(hostId, before, BATCH));
    }
    await this.inBatches(() => this.records.deleteTopListsOlder(before, BATCH));
    await this.records.deleteGapsOlder(before);
    await this.hosts.forgetBoots(before);
    return deleted;
  }

  private async inBatches(deleteBatch: () => Promise<number>): Promise<number> {
    let deleted = 0;
    let batch = BATCH;
    while (batch === BATCH && !this.stopped) {
      batch = await deleteBatch();
      deleted += batch;
    }
    return deleted;
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.run(), delayMs).unref();
  }

  private async run(): Promise<void> {
    try {
      const samples = await this.deleteExpired();
      if (samples > 0) this.log.info({ samples }, "deleted samples past retention");
    } catch (error) {
      this.log.warn({ err: error }, "samples past retention could not be deleted; trying again in an hour");
    }
    this.schedule(HOUR_MS);
  }
}
