import {
  conditionSchema,
  FRAME,
  listenersSchema,
  namespacesSchema,
  type Refuse,
  sysctlsSchema,
} from "@fourtuple/contracts/agent";
import { decodeTopLists } from "@fourtuple/core/samples";
import type { z } from "zod";
import type { Clock } from "../../platform/clock/clock.js";
import type { HostReports } from "../hosts/host-reports.service.js";
import type { SysctlsService } from "../hosts/sysctls.service.js";
import type { LiveHub } from "../live/hub/live-hub.service.js";
import { filingTime } from "./filing-time.js";
import type { HostQuotas, QuotaName } from "./host-quotas.js";
import { readJsonFrame } from "./json-frame.js";

export interface ReadingServices {
  readonly hub: LiveHub;
  readonly sysctls: SysctlsService;
  readonly reports: HostReports;
  readonly quotas: HostQuotas;
  readonly clock: Clock;
  readonly retentionMs: number;
}

type Take = (payload: Uint8Array) => Refuse | null;

/** What an agent tells beside its samples: the newest counts, nothing is answered for. */
export class AgentReadings {
  private readonly takes: Readonly<Record<number, Take>> = {
    [FRAME.LISTENERS]: this.json(listenersSchema, (reading) =>
      this.services.hub.setListeners(this.hostId, reading),
    ),
    [FRAME.SYSCTLS]: this.json(sysctlsSchema, ({ atMs, readings }) =>
      this.services.sysctls.record(this.hostId, atMs, readings),
    ),
    [FRAME.TOP_LISTS]: this.limited("topLists", (payload) => this.takeTopLists(payload)),
    [FRAME.CONDITION]: this.limited(
      "condition",
      this.json(conditionSchema, (condition) => this.services.reports.setCondition(this.hostId, condition)),
    ),
    [FRAME.NAMESPACES]: this.limited(
      "namespaces",
      this.json(namespacesSchema, (namespaces) =>
        this.services.reports.setNamespaces(this.hostId, namespaces),
      ),
    ),
  };

  constructor(
    private readonly hostId: string,
    private readonly services: ReadingServices,
  ) {}

  /** Takes one frame; types that are not known are passed over. @returns why the agent is to be refused, or null */
  take(type: number, payload: Uint8Array): Refuse | null {
    return this.takes[type]?.(payload) ?? null;
  }

  /** What is over its quota is passed over: there is a newer one soon. */
  private limited(name: QuotaName, take: Take): Take {
    return (payload) => (this.services.quotas.use(name, this.hostId) > 0 ? null : take(payload));
  }

  private json<S extends z.core.$ZodType<{ atMs: number }>>(
    schema: S,
    use: (reading: z.infer<S>) => void,
  ): Take {
    return (payload) => {
      const frame = readJsonFrame(schema, payload);
      if (!frame.ok) return { code: "malformed", message: frame.reason };
      use({ ...frame.value, atMs: this.file(frame.value.atMs) });
      return null;
    };
  }

  private takeTopLists(payload: Uint8Array): Refuse | null {
    const read = decodeTopLists(payload);
    if (!read.ok) return { code: "malformed", message: `top lists: ${read.reason}` };
    const topLists = { ...read.value, atMs: this.file(read.value.atMs) };
    // A copy: what came is a view of a larger buffer.
    this.services.hub.setTopLists(this.hostId, topLists, new Uint8Array(payload));
    return null;
  }

  private file(atMs: number): number {
    const { clock, retentionMs } = this.services;
    return filingTime(atMs, { nowMs: clock.nowMs(), retentionMs });
  }
}
