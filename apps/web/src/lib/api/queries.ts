"use client";

import type {
  ConditionResponse,
  HostsResponse,
  LatestResponse,
  NamespacesResponse,
  OwnersResponse,
  SeriesResponse,
  SessionResponse,
  SetupStatus,
  SysctlsResponse,
  TopListsResponse,
} from "@fourtuple/contracts/web";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { mergeCondition, mergeNamespaces, mergeTopLists } from "../live/merge-reports";
import { noteServerTime } from "../live/server-clock";
import { ApiError } from "./api-error";
import { request } from "./request";

/** Everything that follows the live socket hangs under one of these two, so that a reconnect can renew it. */
export const HOSTS_KEY = ["hosts"] as const;
export const hostKey = (hostId: string) => ["host", hostId] as const;
export const SESSION_KEY = ["session"] as const;

export const hostsQuery = queryOptions({
  queryKey: HOSTS_KEY,
  queryFn: async ({ signal }): Promise<HostsResponse> =>
    noted(await request("/hosts", (contracts) => contracts.hostsResponseSchema, { signal })),
});

export function latestQuery(hostId: string) {
  return queryOptions({
    queryKey: [...hostKey(hostId), "latest"],
    queryFn: async ({ signal }): Promise<LatestResponse> =>
      noted(
        await request(
          `/hosts/${encodeURIComponent(hostId)}/latest`,
          (contracts) => contracts.latestResponseSchema,
          { signal },
        ),
      ),
  });
}

export function sysctlsQuery(hostId: string) {
  return queryOptions({
    queryKey: [...hostKey(hostId), "sysctls"],
    queryFn: ({ signal }): Promise<SysctlsResponse> =>
      request(
        `/hosts/${encodeURIComponent(hostId)}/sysctls`,
        (contracts) => contracts.sysctlsResponseSchema,
        { signal },
      ),
  });
}

/** Lets a merge see what is known, which came by HTTP or live, before an answer takes its place. */
const mergedBy =
  <T>(merge: (known: T, answer: T) => T) =>
  (known: unknown, answer: unknown): T =>
    // Safe: both are what this query's own function and `setQueryData` of its key put there.
    known === undefined ? (answer as T) : merge(known as T, answer as T);

export function topListsQuery(hostId: string) {
  return queryOptions({
    queryKey: [...hostKey(hostId), "top-lists"],
    queryFn: ({ signal }): Promise<TopListsResponse> =>
      request(
        `/hosts/${encodeURIComponent(hostId)}/top-lists`,
        (contracts) => contracts.topListsResponseSchema,
        { signal },
      ),
    structuralSharing: mergedBy(mergeTopLists),
  });
}

export function conditionQuery(hostId: string) {
  return queryOptions({
    queryKey: [...hostKey(hostId), "condition"],
    queryFn: ({ signal }): Promise<ConditionResponse> =>
      request(
        `/hosts/${encodeURIComponent(hostId)}/condition`,
        (contracts) => contracts.conditionResponseSchema,
        { signal },
      ),
    structuralSharing: mergedBy(mergeCondition),
  });
}

export function namespacesQuery(hostId: string) {
  return queryOptions({
    queryKey: [...hostKey(hostId), "namespaces"],
    queryFn: ({ signal }): Promise<NamespacesResponse> =>
      request(
        `/hosts/${encodeURIComponent(hostId)}/namespaces`,
        (contracts) => contracts.namespacesResponseSchema,
        { signal },
      ),
    structuralSharing: mergedBy(mergeNamespaces),
  });
}

/** Asks the agent who holds the sockets of its top lists, and waits for its answer. */
export function askOwners(hostId: string): Promise<OwnersResponse> {
  return request(
    `/hosts/${encodeURIComponent(hostId)}/owners`,
    (contracts) => contracts.ownersResponseSchema,
    { method: "POST" },
  );
}

export type SeriesQuestion = {
  readonly metrics: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
};

/** The figures of before stay while those of another range are on their way. */
export function seriesQuery(hostId: string, question: SeriesQuestion) {
  const search = new URLSearchParams({
    metrics: question.metrics.join(","),
    from: String(question.fromMs),
    to: String(question.toMs),
    step: String(question.stepMs),
  });
  return queryOptions({
    queryKey: [...hostKey(hostId), "series", question],
    queryFn: ({ signal }): Promise<SeriesResponse> =>
      request(
        `/hosts/${encodeURIComponent(hostId)}/series?${search}`,
        (contracts) => contracts.seriesResponseSchema,
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
}

/** Judgement: often enough to see the server come back. */
const RETRY_SESSION_MS = 5000;

export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: ({ signal }): Promise<SessionResponse> =>
    request("/session", (contracts) => contracts.sessionResponseSchema, { signal }),
  // The live connection, which renews all else, waits for the session.
  refetchInterval: ({ state: { error } }) =>
    error instanceof ApiError && error.failure.kind === "unreachable" ? RETRY_SESSION_MS : false,
});

export const setupStatusQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }): Promise<SetupStatus> =>
    request("/setup", (contracts) => contracts.setupStatusSchema, { signal }),
});

export const useHostLatest = (hostId: string) => useQuery(latestQuery(hostId));
export const useHostTopLists = (hostId: string) => useQuery(topListsQuery(hostId));
export const useHostCondition = (hostId: string) => useQuery(conditionQuery(hostId));
export const useHostNamespaces = (hostId: string) => useQuery(namespacesQuery(hostId));
export const useHostSysctls = (hostId: string) => useQuery(sysctlsQuery(hostId));
export const useSession = () => useQuery(sessionQuery);

function noted<T extends { readonly atMs: number }>(answer: T): T {
  noteServerTime(answer.atMs);
  return answer;
}
