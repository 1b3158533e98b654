/**
 * The order a reader has before the eyes stays while the figures under it move: what went falls out, and what
 * is new stands where its rank puts it, so that a newcomer on top is seen at once.
 *
 * @param ranked keys by rank, best first
 * @returns `previous` itself when nothing came and nothing went
 */
export function keepSteady(previous: readonly string[] | null, ranked: readonly string[]): readonly string[] {
  if (previous === null) return ranked;
  const rank = new Map(ranked.map((key, i) => [key, i]));
  const rankOf = (key: string) => rank.get(key) ?? Number.POSITIVE_INFINITY;
  const known = new Set(previous);
  const kept = previous.filter((key) => rank.has(key));
  const fresh = ranked.filter((key) => !known.has(key));
  if (fresh.length === 0 && kept.length === previous.length) return previous;
  const order = [...kept];
  for (const key of fresh) {
    const before = order.findIndex((other) => rankOf(other) > rankOf(key));
    order.splice(before === -1 ? order.length : before, 0, key);
  }
  return order;
}

/** Whether the figures have moved past the order shown. */
export function isOutOfOrder(shown: readonly string[], ranked: readonly string[]): boolean {
  return shown.some((key, i) => key !== ranked[i]);
}
