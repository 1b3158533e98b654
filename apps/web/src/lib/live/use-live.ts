"use client";

import type { HostsResponse, LiveSample, ServerToBrowser } from "@fourtuple/contracts/web";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { HOSTS_KEY } from "../api/queries";
import type { LiveState } from "./live-connection";
import { useLive } from "./live-provider";
import { mergeFleetRows } from "./merge-fleet";
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

export type HostLiveHandlers = {
  readonly onSample?: (sample: LiveSample) => void;
  readonly onListeners?: (message: Message<"host.listeners">) => void;
  readonly onSysctls?: (message: Message<"host.sysctls">) => void;
  readonly onStatus?: (message: Message<"host.status">) => void;
};

/** Follows one host. The handlers may be made anew on every render; null follows nothing. */
export function useHostLive(hostId: string | null, handlers: HostLiveHandlers): void {
  const { socket, connection } = useLive();
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    if (hostId === null) return;
    const onSample = (message: LiveSample) => {
      if (message.hostId === hostId) current.current.onSample?.(message);
    };
    const onListeners = (message: Message<"host.listeners">) => {
      if (message.hostId === hostId) current.current.onListeners?.(message);
    };
    const onSysctls = (message: Message<"host.sysctls">) => {
      if (message.hostId === hostId) current.current.onSysctls?.(message);
    };
    const onStatus = (message: Message<"host.status">) => {
      if (message.hostId === hostId) current.current.onStatus?.(message);
    };
    socket.on("host.sample", onSample);
    socket.on("host.listeners", onListeners);
    socket.on("host.sysctls", onSysctls);
    socket.on("host.status", onStatus);
    const unwatch = connection.watch({ hostId });
    return () => {
      unwatch();
      socket.off("host.sample", onSample);
      socket.off("host.listeners", onListeners);
      socket.off("host.sysctls", onSysctls);
      socket.off("host.status", onStatus);
    };
  }, [hostId, socket, connection]);
}
