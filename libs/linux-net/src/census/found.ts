import type { CensusTier } from "@fourtuple/core/samples";
import { describeTops } from "../aggregate/describe-tops.js";
import type { SocketAggregate } from "../aggregate/socket-aggregate.js";
import { readCounts } from "../aggregate/top-list.js";
import type { ListenerList } from "../sockets/listener-socket.js";
import type { CpuMeter } from "./cpu-meter.js";
import {
  type CensusWants,
  describeUnknown,
  joinReasons,
  type ListenersFound,
  type SocketsFound,
} from "./reading.js";
import { tierHas } from "./tiers.js";

/** Why sockets may be missing; null for a cause that is not there. */
type Reasons = readonly (string | null)[];

/** @returns the listeners that a source put into `list`. */
export function tellListeners(list: ListenerList, reasons: Reasons, cpu: CpuMeter): ListenersFound {
  const { listeners, listening, omitted: listenersOmitted } = list;
  const partialReason = joinReasons(reasons);
  const partial = partialReason !== null;
  return { partial, partialReason, listening, listeners, listenersOmitted, cpuUs: cpu.readUs() };
}

/** @returns the sockets that a source put into `aggregate`. */
export function tellSockets(
  aggregate: SocketAggregate,
  tier: CensusTier,
  reasons: Reasons,
  cpu: CpuMeter,
  { lists }: CensusWants,
): SocketsFound {
  aggregate.settle();
  const { peers, unknown } = aggregate;
  const partialReason = joinReasons([...reasons, describeUnknown(unknown)]);
  const partial = partialReason !== null;
  return {
    partial,
    partialReason,
    counts: readCounts(peers.whole, 0),
    finWait2InTimeWait: tierHas(tier, "FIN_WAIT2") ? aggregate.finWait2InTimeWait : null,
    sockets: (peers.whole[0] ?? 0) + unknown,
    topLists: lists ? { tier, partial, ...describeTops(aggregate) } : null,
    cpuUs: cpu.readUs(),
  };
}
