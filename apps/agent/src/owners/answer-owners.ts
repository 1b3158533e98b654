import type { OwnedKey, Owners, OwnersRequest } from "@fourtuple/contracts/agent";
import type { TopLists } from "@fourtuple/core/samples";
import { findOwners } from "@fourtuple/linux-net/owners";
import { type Clock, systemClock } from "../clock.js";

/** Looking through every process is the dearest thing that can be asked: whoever asks again sooner gets the same (judgement). */
const ANSWER_LASTS_MS = 5_000;

export interface OwnersAnswerOptions {
  readonly procRoot: string;
  /** The newest lists of the whole; null before the first census. */
  readonly latestLists: () => TopLists | null;
  readonly clock?: Clock;
  readonly find?: typeof findOwners;
}

/** @returns what answers a request: who holds the sockets of the top lists, now. */
export function createOwnersAnswer(
  options: OwnersAnswerOptions,
): (request: OwnersRequest) => Promise<Owners> {
  const { procRoot, latestLists, clock = systemClock, find = findOwners } = options;
  let last: { readonly owners: Owners; readonly atMs: number } | null = null;
  return async ({ requestId }) => {
    if (last !== null && clock.monotonicMs() - last.atMs < ANSWER_LASTS_MS)
      return { ...last.owners, requestId };
    const lists = latestLists();
    if (lists === null)
      return { requestId, atMs: clock.wallMs(), cpuUs: 0, keys: [], problem: "no census has ended yet" };
    const { keys, cpuUs, problem } = await find({ procRoot, keys: ownedKeysOf(lists) });
    const owners: Owners = {
      requestId,
      atMs: clock.wallMs(),
      cpuUs,
      keys: keys.map(({ owners: held, ...rest }) => ({ ...rest, owners: [...held] })),
      problem,
    };
    last = { owners, atMs: clock.monotonicMs() };
    return owners;
  };
}

/** @returns the entries of the lists whose sockets may have an owner; cgroups say themselves who they are. */
export function ownedKeysOf({ destinations, localPorts, peers }: TopLists): OwnedKey[] {
  return [
    ...destinations.entries.map(
      ({ sourceAddress, address, port }): OwnedKey => ({
        list: "destinations",
        sourceAddress,
        address,
        port,
      }),
    ),
    ...localPorts.entries.map(({ port }): OwnedKey => ({ list: "localPorts", port })),
    ...peers.entries.map(({ address }): OwnedKey => ({ list: "peers", address })),
  ];
}
