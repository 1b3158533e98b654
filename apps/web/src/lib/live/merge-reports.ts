import type { Condition, Namespaces } from "@fourtuple/contracts/agent";
import type { ConditionResponse, NamespacesResponse, TopListsResponse } from "@fourtuple/contracts/web";
import type { TopLists } from "@fourtuple/core/samples";

/** An answer is seconds behind a live message at most; further back lies only a clock that was set. Judgement. */
const CLOCK_WAS_SET_MS = 60_000;

/** Of two readings the newer; an answer that was on its way must not undo what came live meanwhile. */
function newerOf<T extends { readonly atMs: number }>(known: T | null, next: T | null): T | null {
  if (known === null || next === null) return known ?? next;
  const isLate = next.atMs < known.atMs && known.atMs - next.atMs < CLOCK_WAS_SET_MS;
  return isLate ? known : next;
}

export function mergeTopLists(known: TopListsResponse, { atMs, lists }: TopListsResponse): TopListsResponse {
  return {
    atMs,
    lists: {
      full: newerOf(known.lists.full, lists.full),
      troubled: newerOf(known.lists.troubled, lists.troubled),
      timeWait: newerOf(known.lists.timeWait, lists.timeWait),
    },
  };
}

/** The answer as if it had held this one list, which came live. */
export function topListsAnswer(lists: TopLists): TopListsResponse {
  return {
    atMs: lists.atMs,
    lists: { full: null, troubled: null, timeWait: null, [lists.tier]: lists },
  };
}

export function mergeCondition(known: ConditionResponse, answer: ConditionResponse): ConditionResponse {
  return { atMs: answer.atMs, condition: newerOf<Condition>(known.condition, answer.condition) };
}

export function mergeNamespaces(known: NamespacesResponse, answer: NamespacesResponse): NamespacesResponse {
  return { atMs: answer.atMs, namespaces: newerOf<Namespaces>(known.namespaces, answer.namespaces) };
}
