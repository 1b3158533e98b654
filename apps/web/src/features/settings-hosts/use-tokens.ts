"use client";

import type { TokensResponse } from "@fourtuple/contracts/web";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../../lib/api/request";
import { useLive } from "../../lib/live/live-provider";

export const TOKENS_KEY = ["enrolment-tokens"] as const;
/** The live socket tells at once; this is for when it is down (judgement). */
const POLL_MS = 3000;

const tokensQuery = queryOptions({
  queryKey: TOKENS_KEY,
  queryFn: ({ signal }): Promise<TokensResponse> =>
    request("/enrolment-tokens", (contracts) => contracts.tokensResponseSchema, { signal }),
});

/** The tokens of the last day; read again whenever the fleet changes, and often while one is open. */
export function useTokens() {
  const queries = useQueryClient();
  const { socket } = useLive();
  useEffect(() => {
    const onChanged = () => void queries.invalidateQueries({ queryKey: TOKENS_KEY });
    socket.on("fleet.changed", onChanged);
    return () => {
      socket.off("fleet.changed", onChanged);
    };
  }, [socket, queries]);
  return useQuery({
    ...tokensQuery,
    refetchInterval: ({ state }) =>
      state.data?.tokens.some(({ status }) => status === "open") ? POLL_MS : false,
  });
}
