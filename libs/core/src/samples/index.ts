export * from "./gaps.js";
export * from "./live-codec.js";
export * from "./metrics.js";
export * from "./sample.js";
