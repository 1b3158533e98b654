export * from "./counters.js";
export * from "./reconciliation.js";
export * from "./state-machine.js";
export * from "./states.js";
export * from "./sysctls.js";
