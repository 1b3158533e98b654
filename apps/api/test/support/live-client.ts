import {
  type BrowserToServer,
  LIVE_NAMESPACE,
  type ServerToBrowser,
  type WatchAck,
} from "@fourtuple/contracts/web";
import { io, type Socket } from "socket.io-client";
import type { Browser } from "./browser.js";

export type LiveClient = Socket<ServerToBrowser, BrowserToServer>;

/** A page's live connection, with the browser's cookie and the origin it names. */
export function openLive(
  browser: Browser,
  headers: Record<string, string> = {},
  namespace = LIVE_NAMESPACE,
): LiveClient {
  return io(browser.url + namespace, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: browser.cookie, origin: browser.url, ...headers },
  });
}

export async function connected(client: LiveClient): Promise<LiveClient> {
  return new Promise((resolve, reject) => {
    client.once("connect", () => resolve(client));
    client.once("connect_error", reject);
  });
}

/** @returns the error a connection is refused with. */
export async function refused(client: LiveClient): Promise<Error & { data?: { code: string } }> {
  return new Promise((resolve, reject) => {
    client.once("connect", () => reject(new Error("the connection was let in")));
    client.once("connect_error", (error) => {
      client.close();
      resolve(error);
    });
  });
}

export function watchHost(client: LiveClient, message: unknown): Promise<WatchAck> {
  return client.timeout(5_000).emitWithAck("host.watch", message as { hostId: string });
}

export function watchFleet(client: LiveClient): Promise<WatchAck> {
  return client.timeout(5_000).emitWithAck("fleet.watch");
}

/** Waits for an event that `wanted` accepts. */
export function eventOf<E extends keyof ServerToBrowser>(
  client: LiveClient,
  event: E,
  wanted: (message: Parameters<ServerToBrowser[E]>[0]) => boolean = () => true,
): Promise<Parameters<ServerToBrowser[E]>[0]> {
  return new Promise((resolve) => {
    const listen = (message: Parameters<ServerToBrowser[E]>[0]) => {
      if (!wanted(message)) return;
      client.off(event, listen as never);
      resolve(message);
    };
    client.on(event, listen as never);
  });
}
