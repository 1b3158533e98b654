export * from "./namespace-reading.js";
export * from "./open-namespace-sweep.js";
