"use client";

import type {
  ConditionResponse,
  HostsResponse,
  NamespacesResponse,
  ServerToBrowser,
  TopListsResponse,
} from "@fourtuple/contracts/web";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { conditionQuery, HOSTS_KEY, namespacesQuery, topListsQuery } from "../api/queries";
import type { LiveSocket, LiveState } from "./live-connection";
import { useLive } from "./live-provider";
import { mergeFleetRows } from "./merge-fleet";
import { topListsAnswer } from "./merge-reports";
import { noteServerTime } from "./server-clock";

const OFF: LiveState = { kind: "off" };

export function useLiveState(): LiveState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.subscribe, connection.getState, () => OFF);
}

/** Keeps the answer of `hostsQuery` moving. */
export function useFleetLive(): void {
  const { socket, connection } = useLive();
  const queries = useQueryClient();
  useEffect(() => {
    const onSamples: ServerToBrowser["fleet.samples"] = ({ serverTimeMs, rows }) => {
      noteServerTime(serverTimeMs);
      queries.setQueryData<HostsResponse>(
        HOSTS_KEY,
        (fleet) => fleet && mergeFleetRows(fleet, rows, serverTimeMs),
      );
    };
    const onChanged = () => void queries.invalidateQueries({ queryKey: HOSTS_KEY });
    socket.on("fleet.samples", onSamples);
    socket.on("fleet.changed", onChanged);
    const unwatch = connection.watch("fleet");
    return () => {
      unwatch();
      socket.off("fleet.samples", onSamples);
      socket.off("fleet.changed", onChanged);
    };
  }, [socket, connection, queries]);
}

type Message<Event extends keyof ServerToBrowser> = Parameters<ServerToBrowser[Event]>[0];

/** Messages about one host, each with the handler that takes it. */
const HOST_EVENTS = {
  "host.sample": "onSample",
  "host.listeners": "onListeners",
  "host.sysctls": "onSysctls",
  "host.topLists": "onTopLists",
  "host.condition": "onCondition",
  "host.namespaces": "onNamespaces",
  "host.status": "onStatus",
} as const satisfies Partial<Record<keyof ServerToBrowser, string>>;
type HostEvent = keyof typeof HOST_EVENTS;

export type HostLiveHandlers = {
  readonly [Event in HostEvent as (typeof HOST_EVENTS)[Event]]?: (message: Message<Event>) => void;
};

/** Listens to one event for one host. @returns what ends it */
function listenTo<Event extends HostEvent>(
  socket: LiveSocket,
  event: Event,
  hostId: string,
  take: (message: Message<Event>) => void,
): () => void {
  const listener = (message: Message<Event>) => {
    if (message.hostId === hostId) take(message);
  };
  // Safe: `listener` takes what ServerToBrowser has for this event; socket.io's own types do not follow a generic one.
  const typed = listener as never;
  socket.on(event, typed);
  return () => void socket.off(event, typed);
}

/** Follows one host. The handlers may be made anew on every render; null follows nothing. */
export function useHostLive(hostId: string | null, handlers: HostLiveHandlers): void {
  const { socket, connection } = useLive();
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    if (hostId === null) return;
    const events = Object.keys(HOST_EVENTS) as HostEvent[];
    const stops = events.map((event) =>
      listenTo(socket, event, hostId, (message) => {
        const handle = current.current[HOST_EVENTS[event]] as ((message: unknown) => void) | undefined;
        handle?.(message);
      }),
    );
    const unwatch = connection.watch({ hostId });
    return () => {
      unwatch();
      for (const stop of stops) stop();
    };
  }, [hostId, socket, connection]);
}

/** Keeps what an agent reports now and then (who holds its sockets, how it is) moving in the answers of its queries. */
export function useHostReports(hostId: string): HostLiveHandlers {
  const queries = useQueryClient();
  return useMemo(
    () => ({
      onTopLists: ({ topLists }) => {
        const { queryKey } = topListsQuery(hostId);
        // The query's own merge puts it beside the tiers that are known.
        queries.setQueryData<TopListsResponse>(queryKey, topListsAnswer(topLists));
      },
      onCondition: ({ condition }) => {
        const { queryKey } = conditionQuery(hostId);
        queries.setQueryData<ConditionResponse>(queryKey, { atMs: condition.atMs, condition });
      },
      onNamespaces: ({ namespaces }) => {
        const { queryKey } = namespacesQuery(hostId);
        queries.setQueryData<NamespacesResponse>(queryKey, { atMs: namespaces.atMs, namespaces });
      },
    }),
    [queries, hostId],
  );
}
