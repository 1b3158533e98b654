import type { SysctlsResponse } from "@fourtuple/contracts/web";
import { type SysctlReading, sysctlByName } from "@fourtuple/core/tcp";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { Clock } from "../../platform/clock/clock.js";
import { isDatabaseDown } from "../../platform/database/database-down.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { evaluateSysctlReadings } from "./sysctl-changes.js";
import { SysctlsRepository } from "./sysctls.repository.js";

const MAX_CHANGES = 200;
const RETRY_MS = 2_000;

interface Pending {
  readonly atMs: number;
  readonly readings: ReadonlyMap<string, SysctlReading>;
}

/** Kernel settings of hosts. Readings are not acknowledged, so they are kept here until they are stored. */
@Injectable()
export class SysctlsService implements OnModuleDestroy {
  private readonly pending = new Map<string, Pending>();
  private working: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly repository: SysctlsRepository,
    private readonly hub: LiveHub,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async list(hostId: string): Promise<SysctlsResponse> {
    const [values, changes] = await Promise.all([
      this.repository.loadValues(hostId),
      this.repository.loadChanges(hostId, MAX_CHANGES),
    ]);
    return {
      atMs: this.clock.nowMs(),
      values: values.map((row) => ({ ...row, value: row.status === "present" ? row.value : null })),
      changes,
    };
  }

  /** Takes readings to be stored soon; settings this server does not know are left out. */
  record(hostId: string, atMs: number, readings: readonly SysctlReading[]): void {
    const known = readings.filter((reading) => sysctlByName(reading.name));
    this.merge(hostId, { atMs, readings: new Map(known.map((reading) => [reading.name, reading])) });
    this.startWork();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    await this.working;
  }

  private merge(hostId: string, { atMs, readings }: Pending): void {
    const before = this.pending.get(hostId)?.readings ?? [];
    this.pending.set(hostId, { atMs, readings: new Map([...before, ...readings]) });
  }

  private startWork(): void {
    if (this.stopped || this.retry) return;
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  /** One host at a time, so that no two readings of one setting are compared with the same row. */
  private async work(): Promise<void> {
    for (const [hostId, pending] of this.pending) {
      this.pending.delete(hostId);
      try {
        await this.save(hostId, pending);
      } catch (error) {
        if (!isDatabaseDown(error)) {
          this.log.error({ err: error, hostId }, "sysctl readings could not be stored");
          continue;
        }
        this.putBack(hostId, pending);
        return;
      }
    }
  }

  private putBack(hostId: string, older: Pending): void {
    const newer = this.pending.get(hostId);
    const readings = new Map([...older.readings, ...(newer?.readings ?? [])]);
    this.pending.set(hostId, { atMs: newer?.atMs ?? older.atMs, readings });
    this.retry = setTimeout(() => {
      this.retry = null;
      this.startWork();
    }, RETRY_MS);
    this.retry.unref();
  }

  private async save(hostId: string, { atMs, readings }: Pending): Promise<void> {
    const stored = new Map((await this.repository.loadValues(hostId)).map((row) => [row.name, row]));
    const { rows, changes } = evaluateSysctlReadings(stored, [...readings.values()], atMs);
    await this.repository.saveReadings(hostId, atMs, rows, changes);
    if (changes.length > 0) this.hub.announceSysctlChanges(hostId, changes);
  }
}
