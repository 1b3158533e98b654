import type { TcpState } from "@fourtuple/core/tcp";

/**
 * Pointing at a state lights it everywhere. The mark is an attribute on the page, so that lighting a
 * hundred table cells renders nothing; canvases subscribe instead.
 */
let focused: TcpState | null = null;
const listeners = new Set<() => void>();

export function focusedState(): TcpState | null {
  return focused;
}

export function subscribeStateFocus(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function focusState(state: TcpState | null): void {
  if (state === focused) return;
  focused = state;
  const root = document.documentElement;
  if (state === null) delete root.dataset.stateFocus;
  else root.dataset.stateFocus = state;
  for (const listener of listeners) listener();
}

/** For what shows a state but is passed by the pointer all the time, such as a table's cells: is lit, lights nothing. */
export function stateMarkProps(state: TcpState) {
  return { "data-state-mark": state } as const;
}

/** For legends, headers and charts: is lit, and lights the state everywhere. */
export function stateFocusProps(state: TcpState) {
  return {
    ...stateMarkProps(state),
    onPointerEnter: () => focusState(state),
    onPointerLeave: () => focusState(null),
    onFocus: () => focusState(state),
    onBlur: () => focusState(null),
  } as const;
}
