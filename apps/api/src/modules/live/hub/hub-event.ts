import type { Condition, Listener, Namespaces } from "@fourtuple/contracts/agent";
import type { SysctlChange } from "@fourtuple/contracts/web";
import type { CensusTier, TopLists } from "@fourtuple/core/samples";
import type { ReceivedSample } from "./sample-ring.js";

export interface ListenersReading {
  readonly atMs: number;
  readonly listeners: readonly Listener[];
  readonly more: number;
}

/** Top lists as they travel: unpacked they are ten times as large. */
export interface PackedTopLists {
  /** What they are filed under; their own time is the host's. */
  readonly atMs: number;
  readonly tier: CensusTier;
  /** For `decodeTopLists`. */
  readonly body: Uint8Array;
}

/** What just happened on a host. */
export type HubEvent =
  | { readonly type: "sample"; readonly hostId: string; readonly sample: ReceivedSample }
  | { readonly type: "listeners"; readonly hostId: string; readonly reading: ListenersReading }
  | { readonly type: "sysctls"; readonly hostId: string; readonly changes: readonly SysctlChange[] }
  | { readonly type: "topLists"; readonly hostId: string; readonly topLists: TopLists }
  | { readonly type: "condition"; readonly hostId: string; readonly condition: Condition }
  | { readonly type: "namespaces"; readonly hostId: string; readonly namespaces: Namespaces }
  | { readonly type: "status"; readonly hostId: string; readonly connected: boolean }
  /** A host came, or what is known about one changed. */
  | { readonly type: "fleet" };
