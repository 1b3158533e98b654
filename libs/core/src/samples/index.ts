export * from "./metrics.js";
export * from "./sample.js";
