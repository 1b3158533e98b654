"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "./api-error";
import { SESSION_KEY } from "./queries";

const MAX_RETRIES = 2;

/** An answer that says no will say no again; silence may end. */
function shouldRetry(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.failure.kind !== "unreachable") return false;
  return failures < MAX_RETRIES;
}

function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, gcTime: 5 * 60_000, retry: shouldRetry, refetchOnWindowFocus: false },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        // Any answer may be the first to tell that the session ended; the gate then asks for a login.
        if (!(error instanceof ApiError) || error.status !== 401) return;
        if (query.queryKey[0] !== SESSION_KEY[0]) void client.resetQueries({ queryKey: SESSION_KEY });
      },
    }),
  });
  return client;
}

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
