export * from "./availability.js";
export * from "./namespace.js";
export * from "./port-scenarios.js";
export type { ActorCommands, WholeCensus } from "./protocol.js";
export * from "./scenarios.js";
export * from "./wire-scenarios.js";
