export type { ListenerSocket } from "../sockets/listener-socket.js";
export type { FieldReading, FieldTable } from "./field-table.js";
export * from "./host-facts.js";
export * from "./net-netstat.js";
export * from "./net-snmp.js";
export * from "./net-sockstat.js";
export * from "./net-tcp.js";
export * from "./open-pulse.js";
