"use client";

import type { SessionResponse } from "@fourtuple/contracts/web";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { SESSION_KEY } from "../../lib/api/queries";
import { safeNext } from "../../lib/api/safe-next";

/** Goes in with a new session: to the page that asked for it, or to the fleet. */
export function useEnter(): (session: SessionResponse) => void {
  const queries = useQueryClient();
  const router = useRouter();
  const next = safeNext(useSearchParams().get("next"));
  return useCallback(
    (session) => {
      queries.clear();
      queries.setQueryData(SESSION_KEY, session);
      router.replace(next);
    },
    [queries, router, next],
  );
}
