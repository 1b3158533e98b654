export * from "./local-ports.js";
export * from "./port-set.js";
