import { CENSUS_SOURCES, type TopLists } from "@fourtuple/core/samples";
import { z } from "zod";
import type { Condition } from "../agent/condition.js";
import type { Listener } from "../agent/frames.js";
import type { Namespaces } from "../agent/namespaces.js";
import type { SysctlChange } from "./hosts.js";

/** The socket.io namespace browsers follow. Delivery is at most once: re-read by HTTP on every connect. */
export const LIVE_NAMESPACE = "/live";

export type CensusSource = (typeof CENSUS_SOURCES)[number];

/** One host in a fleet message: states in the order of TCP_STATES, null where not available. */
export interface FleetRow {
  readonly hostId: string;
  readonly atMs: number;
  readonly receivedMs: number;
  readonly censusSource: CensusSource;
  readonly partial: boolean;
  readonly states: readonly (number | null)[];
}

/** A whole sample, values by metric id. */
export interface LiveSample {
  readonly hostId: string;
  readonly epochMs: number;
  readonly seq: number;
  readonly atMs: number;
  readonly receivedMs: number;
  readonly censusSource: CensusSource;
  readonly partial: boolean;
  readonly values: readonly (number | null)[];
}

export const watchHostSchema = z.object({ hostId: z.uuid() });
export type WatchHost = z.infer<typeof watchHostSchema>;
export type WatchAck =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface ServerToBrowser {
  /** Newest sample of each host that sent one since the last message, at most once a second. */
  "fleet.samples": (message: { readonly serverTimeMs: number; readonly rows: readonly FleetRow[] }) => void;
  "fleet.changed": () => void;
  "host.sample": (message: LiveSample) => void;
  "host.listeners": (message: {
    readonly hostId: string;
    readonly atMs: number;
    readonly listeners: readonly Listener[];
    readonly more: number;
  }) => void;
  "host.sysctls": (message: { readonly hostId: string; readonly changes: readonly SysctlChange[] }) => void;
  "host.topLists": (message: { readonly hostId: string; readonly topLists: TopLists }) => void;
  "host.condition": (message: { readonly hostId: string; readonly condition: Condition }) => void;
  "host.namespaces": (message: { readonly hostId: string; readonly namespaces: Namespaces }) => void;
  "host.status": (message: { readonly hostId: string; readonly connected: boolean }) => void;
}

export interface BrowserToServer {
  "fleet.watch": (ack: (answer: WatchAck) => void) => void;
  "fleet.unwatch": () => void;
  "host.watch": (message: WatchHost, ack: (answer: WatchAck) => void) => void;
  "host.unwatch": (message: WatchHost) => void;
}
