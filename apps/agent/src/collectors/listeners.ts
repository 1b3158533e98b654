import type { Listener } from "@fourtuple/contracts/agent";

/** As many as one frame takes. */
const MAX_LISTENERS = 1000;

export interface ListenerList {
  readonly listeners: readonly Listener[];
  /** Listeners that are not in the list. */
  readonly more: number;
}

/**
 * The listeners of a census in one fixed order, so that equal sets are equal lists: by port, address, owner.
 * @param omitted how many the census had already left out.
 */
export function listListeners(sockets: readonly Listener[], omitted: number): ListenerList {
  const listeners = sockets
    .toSorted((a, b) => a.port - b.port || compare(a.address, b.address) || (a.uid ?? -1) - (b.uid ?? -1))
    .slice(0, MAX_LISTENERS);
  return { listeners, more: sockets.length - listeners.length + omitted };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
