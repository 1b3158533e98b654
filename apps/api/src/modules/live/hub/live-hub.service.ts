import type { Condition, Namespaces } from "@fourtuple/contracts/agent";
import type { SysctlChange } from "@fourtuple/contracts/web";
import type { CensusTier, TopLists } from "@fourtuple/core/samples";
import { Injectable } from "@nestjs/common";
import { Subject } from "rxjs";
import type { HubEvent, ListenersReading, PackedTopLists } from "./hub-event.js";
import { type ReceivedSample, SampleRing } from "./sample-ring.js";

interface LiveHost {
  readonly ring: SampleRing;
  connected: boolean;
  listeners: ListenersReading | null;
  readonly topLists: Map<CensusTier, PackedTopLists>;
}

/** What is known of every host at this moment, in memory, and the news about it. */
@Injectable()
export class LiveHub {
  private readonly hosts = new Map<string, LiveHost>();
  private readonly news = new Subject<HubEvent>();
  readonly events$ = this.news.asObservable();

  /** Fills a host's ring from what was stored, without news. @param samples oldest first */
  restore(hostId: string, samples: readonly ReceivedSample[]): void {
    for (const sample of samples) this.host(hostId).ring.push(sample);
  }

  /** A sample arrived. One that is older than the newest known makes no news. */
  addSample(hostId: string, sample: ReceivedSample): void {
    if (this.host(hostId).ring.push(sample)) this.news.next({ type: "sample", hostId, sample });
  }

  setListeners(hostId: string, reading: ListenersReading): void {
    this.host(hostId).listeners = reading;
    this.news.next({ type: "listeners", hostId, reading });
  }

  /** @param body the same lists as they came */
  setTopLists(hostId: string, topLists: TopLists, body: Uint8Array): void {
    const { atMs, tier } = topLists;
    this.host(hostId).topLists.set(tier, { atMs, tier, body });
    this.news.next({ type: "topLists", hostId, topLists });
  }

  announceCondition(hostId: string, condition: Condition): void {
    this.news.next({ type: "condition", hostId, condition });
  }

  announceNamespaces(hostId: string, namespaces: Namespaces): void {
    this.news.next({ type: "namespaces", hostId, namespaces });
  }

  announceSysctlChanges(hostId: string, changes: readonly SysctlChange[]): void {
    this.news.next({ type: "sysctls", hostId, changes });
  }

  setConnected(hostId: string, connected: boolean): void {
    this.host(hostId).connected = connected;
    this.news.next({ type: "status", hostId, connected });
    this.news.next({ type: "fleet" });
  }

  /** The list of hosts, or what people say of one, is not what it was. */
  announceFleet(): void {
    this.news.next({ type: "fleet" });
  }

  isConnected(hostId: string): boolean {
    return this.hosts.get(hostId)?.connected ?? false;
  }

  newest(hostId: string): ReceivedSample | null {
    return this.hosts.get(hostId)?.ring.newest() ?? null;
  }

  /** Oldest first. */
  recent(hostId: string): readonly ReceivedSample[] {
    return this.hosts.get(hostId)?.ring.all() ?? [];
  }

  listeners(hostId: string): ListenersReading | null {
    return this.hosts.get(hostId)?.listeners ?? null;
  }

  /** The newest of each tier that came since the start. */
  topLists(hostId: string): readonly PackedTopLists[] {
    return [...(this.hosts.get(hostId)?.topLists.values() ?? [])];
  }

  private host(hostId: string): LiveHost {
    const known = this.hosts.get(hostId);
    if (known) return known;
    const host: LiveHost = {
      ring: new SampleRing(),
      connected: false,
      listeners: null,
      topLists: new Map(),
    };
    this.hosts.set(hostId, host);
    return host;
  }
}
