"use client";

import { useSyncExternalStore } from "react";

/**
 * The server's clock, as well as the browser can tell: ages are of the server's receive time, and a
 * laptop's clock may be minutes off. A tick a second for the whole app; none while paused or hidden.
 */
const TICK_MS = 1000;
const listeners = new Set<() => void>();
let offsetMs = 0;
let nowMs = 0;
let frozen = false;
let timer: ReturnType<typeof setInterval> | null = null;

/** @param serverTimeMs as stated in an answer that has just arrived; its travel time is taken as nothing. */
export function noteServerTime(serverTimeMs: number): void {
  offsetMs = serverTimeMs - Date.now();
}

export function serverNowMs(): number {
  return Date.now() + offsetMs;
}

export function freezeClock(hold: boolean): void {
  frozen = hold;
  tick();
}

function tick(): void {
  if (frozen) return;
  nowMs = serverNowMs();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    nowMs = frozen ? nowMs : serverNowMs();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function snapshot(): number {
  if (nowMs === 0) nowMs = serverNowMs();
  return nowMs;
}

/** The server's time, renewed each second; stands still while the page is paused. */
export function useServerNow(): number {
  return useSyncExternalStore(subscribe, snapshot, () => 0);
}
