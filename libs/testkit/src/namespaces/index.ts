export * from "./availability.js";
export * from "./namespace.js";
export type { ActorCommands } from "./protocol.js";
export * from "./scenarios.js";
