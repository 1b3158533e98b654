import {
  type Condition,
  conditionSchema,
  type Namespaces,
  namespacesSchema,
} from "@fourtuple/contracts/agent";
import type { ConditionResponse, NamespacesResponse } from "@fourtuple/contracts/web";
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common";
import { z } from "zod";
import { Clock } from "../../platform/clock/clock.js";
import { isDatabaseDown } from "../../platform/database/database-down.js";
import { LOG, type Log } from "../../platform/logging/logger.js";
import { LiveHub } from "../live/hub/live-hub.service.js";
import { HostReportsRepository, type ReportKind } from "./host-reports.repository.js";

const RETRY_MS = 2_000;

interface Report {
  readonly hostId: string;
  readonly kind: ReportKind;
  readonly body: { readonly atMs: number };
}

/**
 * What agents say of themselves and of the other namespaces of their hosts: shown at once, and the newest kept
 * for who looks later. Nothing is answered for, so a report waits here until it is stored or a newer one came.
 */
@Injectable()
export class HostReports implements OnModuleDestroy {
  private readonly pending = new Map<string, Report>();
  private working: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly repository: HostReportsRepository,
    private readonly hub: LiveHub,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  setCondition(hostId: string, condition: Condition): void {
    this.hub.announceCondition(hostId, condition);
    this.keep({ hostId, kind: "condition", body: condition });
  }

  setNamespaces(hostId: string, namespaces: Namespaces): void {
    this.hub.announceNamespaces(hostId, namespaces);
    this.keep({ hostId, kind: "namespaces", body: namespaces });
  }

  async condition(hostId: string): Promise<ConditionResponse> {
    const condition = await this.load(hostId, "condition", conditionSchema);
    return { atMs: this.clock.nowMs(), condition };
  }

  async namespaces(hostId: string): Promise<NamespacesResponse> {
    const namespaces = await this.load(hostId, "namespaces", namespacesSchema);
    return { atMs: this.clock.nowMs(), namespaces };
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    await this.working;
  }

  /** What is not stored yet is newer than what is. A body of another version of the contract is none. */
  private async load<S extends z.core.$ZodType>(hostId: string, kind: ReportKind, schema: S) {
    const stored = await this.repository.load(hostId, kind);
    const parsed = z.safeParse(schema, this.pending.get(keyOf({ hostId, kind }))?.body ?? stored);
    return parsed.success ? parsed.data : null;
  }

  private keep(report: Report): void {
    this.pending.set(keyOf(report), report);
    this.startWork();
  }

  private startWork(): void {
    if (this.stopped || this.retry) return;
    this.working ??= this.work().finally(() => {
      this.working = null;
    });
  }

  private async work(): Promise<void> {
    for (let next = this.first(); next !== undefined; next = this.first()) {
      const [key, report] = next;
      try {
        await this.repository.save(report.hostId, report.kind, report.body.atMs, report.body);
      } catch (error) {
        if (isDatabaseDown(error)) return this.tryLater();
        const { hostId, kind } = report;
        this.log.error({ err: error, hostId, kind }, "a report could not be stored");
      }
      // A newer one may have come while this one was written: it is next.
      if (this.pending.get(key) === report) this.pending.delete(key);
    }
  }

  private first(): [string, Report] | undefined {
    return this.pending.entries().next().value;
  }

  private tryLater(): void {
    this.retry = setTimeout(() => {
      this.retry = null;
      this.startWork();
    }, RETRY_MS).unref();
  }
}

function keyOf({ hostId, kind }: Pick<Report, "hostId" | "kind">): string {
  return `${hostId}/${kind}`;
}
