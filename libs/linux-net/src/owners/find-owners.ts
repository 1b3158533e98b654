import { ListenPorts } from "../aggregate/listen-ports.js";
import { joinReasons } from "../census/reading.js";
import { openNetlinkTransport } from "../sock-diag/netlink-transport.js";
import type { TransportOpening } from "../sock-diag/transport.js";
import { collectSockets } from "./collect-sockets.js";
import { HeldSockets } from "./held-sockets.js";
import { Holdings } from "./holdings.js";
import { KeyIndex, NO_NUMBER } from "./key-index.js";
import { type KeyOwners, MAX_OWNED_KEYS, type OwnedKeyLike } from "./owned-key.js";
import { type ProcessWalk, walkProcesses } from "./process-walk.js";
import { SearchBudget, type SearchLimits } from "./search-budget.js";

const MAX_PROBLEM_LENGTH = 300;

export interface OwnersOptions<K extends OwnedKeyLike = OwnedKeyLike> {
  /** `/proc`, or a fixture. */
  readonly procRoot: string;
  /** At most MAX_OWNED_KEYS; what comes after them is left out, and the problem says so. */
  readonly keys: readonly K[];
  /** How a netlink socket is had; the kernel's own unless a test gives another. */
  readonly openTransport?: () => Promise<TransportOpening>;
  readonly limits?: SearchLimits;
}

export interface OwnersFound<K extends OwnedKeyLike = OwnedKeyLike> {
  /** In the order in which they were asked for. */
  readonly keys: readonly KeyOwners<K>[];
  /** Why the answer is not whole, at most 300 characters; null when it is. */
  readonly problem: string | null;
  /** CPU of this process for it, user and system, µs. */
  readonly cpuUs: number;
}

/** A process that may not be looked into matters only where a socket was found with no other. */
function describeWalk({ processes, refused, cut, failure }: ProcessWalk, hidden: boolean): string | null {
  const known = joinReasons([
    failure === null ? null : `the processes could not be listed (${failure})`,
    cut ? `the search took too long and ended after ${processes} processes` : null,
    hidden && refused > 0 ? `${refused} of ${processes} processes may not be looked into` : null,
  ]);
  return known ?? (hidden ? "some sockets are of no process in /proc" : null);
}

function describeBounds(asked: number, given: number, held: HeldSockets): string | null {
  return joinReasons([
    given > asked ? `only the first ${asked} of ${given} keys were looked for` : null,
    held.omitted > 0 ? `${held.omitted} sockets past ${held.size} were not looked for` : null,
  ]);
}

/** Looks for owners only where there are sockets to own. */
async function walkFor(
  { procRoot }: OwnersOptions,
  held: HeldSockets,
  holdings: Holdings,
  budget: SearchBudget,
): Promise<ProcessWalk> {
  held.sort();
  if (held.size === 0) return { processes: 0, refused: 0, cut: false, failure: null };
  return walkProcesses(procRoot, held, budget, (pid, key) => holdings.add(pid, key));
}

/**
 * Finds who holds the sockets of some keys of the top lists, now. One dump of all sockets, then one look at
 * the descriptors of every process; without privilege those of one's own. Never rejects.
 */
export async function findOwners<K extends OwnedKeyLike>(options: OwnersOptions<K>): Promise<OwnersFound<K>> {
  const asked = options.keys.slice(0, MAX_OWNED_KEYS);
  const budget = new SearchBudget(options.limits);
  const index = new KeyIndex(asked);
  const listening = new ListenPorts();
  const held = new HeldSockets(index, listening);
  const holdings = new Holdings(options.procRoot);
  const listed = await collectSockets(options.openTransport ?? openNetlinkTransport, held, listening, budget);
  const walk = await walkFor(options, held, holdings, budget);
  const hidden = held.countHidden();
  const keys = asked.map((key, place): KeyOwners<K> => {
    const number = index.numberOf[place] ?? NO_NUMBER;
    return {
      key,
      owners: holdings.ownersOf(number),
      ownerless: held.ownerless[number] ?? 0,
      hidden: hidden[number] ?? 0,
    };
  });
  const anyHidden = keys.some((key) => key.hidden > 0);
  const bounds = describeBounds(asked.length, options.keys.length, held);
  const problem = joinReasons([listed, bounds, describeWalk(walk, anyHidden)]);
  return { keys, problem: problem?.slice(0, MAX_PROBLEM_LENGTH) ?? null, cpuUs: budget.cpu.readUs() };
}
