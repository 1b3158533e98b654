"use client";

import { useEffect, useState } from "react";
import type { AuthFailure } from "./auth-failure";

/** @returns ms until another try is allowed, renewed each second; 0 when it is now. */
export function useWait(failure: AuthFailure | null): number {
  const untilMs = failure?.kind === "throttled" ? failure.untilMs : 0;
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (untilMs === 0) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [untilMs]);
  // Rounded up, so that it never says 0 s while the button still refuses.
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000) * 1000);
}
