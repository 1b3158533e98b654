"use client";

import type { LIVE_NAMESPACE } from "@fourtuple/contracts/web";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { io } from "socket.io-client";
import { HOSTS_KEY, SESSION_KEY } from "../api/queries";
import { createLiveConnection, type LiveConnection, type LiveSocket } from "./live-connection";
import { freezeClock } from "./server-clock";

/** Spelt out, since the contracts themselves come later; the type holds it to theirs. */
const NAMESPACE: typeof LIVE_NAMESPACE = "/live";

export type Live = { readonly socket: LiveSocket; readonly connection: LiveConnection };

const LiveContext = createContext<Live | null>(null);

/** @throws when used outside of `LiveProvider`, which is a mistake in the code. */
export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("useLive needs a LiveProvider around it");
  return live;
}

/** `enabled`: somebody is logged in; without a session the server would refuse the socket. */
export function LiveProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const queries = useQueryClient();
  const [live] = useState<Live>(() => {
    const socket: LiveSocket = io(NAMESPACE, {
      autoConnect: false,
      transports: ["websocket"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
    });
    const connection = createLiveConnection({
      socket,
      nowMs: Date.now,
      onResync: () => {
        void queries.invalidateQueries({ queryKey: HOSTS_KEY });
        void queries.invalidateQueries({ queryKey: ["host"] });
      },
      onRefused: () => void queries.invalidateQueries({ queryKey: SESSION_KEY }),
    });
    return { socket, connection };
  });

  useEffect(() => {
    if (!enabled) return;
    live.connection.open();
    return () => live.connection.close();
  }, [enabled, live]);

  useEffect(
    () => live.connection.subscribe(() => freezeClock(live.connection.getState().kind === "paused")),
    [live],
  );

  return <LiveContext value={live}>{children}</LiveContext>;
}
