import type { Listener } from "@fourtuple/contracts/agent";
import type { SysctlChange } from "@fourtuple/contracts/web";
import type { ReceivedSample } from "./sample-ring.js";

export interface ListenersReading {
  readonly atMs: number;
  readonly listeners: readonly Listener[];
  readonly more: number;
}

/** What just happened on a host. */
export type HubEvent =
  | { readonly type: "sample"; readonly hostId: string; readonly sample: ReceivedSample }
  | { readonly type: "listeners"; readonly hostId: string; readonly reading: ListenersReading }
  | { readonly type: "sysctls"; readonly hostId: string; readonly changes: readonly SysctlChange[] }
  | { readonly type: "status"; readonly hostId: string; readonly connected: boolean }
  /** A host came, or what is known about one changed. */
  | { readonly type: "fleet" };
