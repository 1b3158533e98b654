export type { EphemeralPorts } from "../aggregate/ephemeral-ports.js";
export * from "../census/open-census.js";
export type {
  CensusReading,
  CensusTopLists,
  CensusWants,
  ListenersReading,
  ReadingOrigin,
} from "../census/reading.js";
export * from "../census/tiers.js";
export type { ListenerSocket } from "../sockets/listener-socket.js";
export * from "./decode-datagram.js";
export * from "./encode-request.js";
export * from "./netlink-transport.js";
export * from "./protocol.js";
export * from "./receive-buffer.js";
export * from "./socket-sinks.js";
export * from "./transport.js";
