import type { BrowserToServer, ServerToBrowser } from "@fourtuple/contracts/web";
import type { DefaultEventsMap, Namespace, Socket } from "socket.io";

export interface LiveSocketData {
  sessionId: string;
}

export type LiveNamespace = Namespace<BrowserToServer, ServerToBrowser, DefaultEventsMap, LiveSocketData>;
export type LiveSocket = Socket<BrowserToServer, ServerToBrowser, DefaultEventsMap, LiveSocketData>;

export const FLEET_ROOM = "fleet";

export function hostRoom(hostId: string): string {
  return `host:${hostId}`;
}
