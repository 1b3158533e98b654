import type { Listener } from "@fourtuple/contracts/agent";

/** Share of the accept queue that is taken: over 1 is full; null where the limit is not known. */
export function fillOf({ acceptQueue, backlog }: Listener): number | null {
  if (backlog === null) return null;
  // A backlog of 0 still holds one connection (sk_acceptq_is_full compares with >).
  return acceptQueue / Math.max(1, backlog);
}

/** `0.0.0.0:80`, `[::]:443`. */
export function endpointOf({ address, port }: Pick<Listener, "address" | "port">): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Those that match, fullest first, then by port and address, so that a calm list never moves. */
export function sortListeners(listeners: readonly Listener[], filter: string): readonly Listener[] {
  const words = filter.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (listener: Listener) => {
    const text = `${endpointOf(listener)} ${listener.uid ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return listeners
    .filter(matches)
    .sort(
      (a, b) => (fillOf(b) ?? 0) - (fillOf(a) ?? 0) || a.port - b.port || (a.address < b.address ? -1 : 1),
    );
}
