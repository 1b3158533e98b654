export * from "./condition.js";
export * from "./encoding.js";
export * from "./frames.js";
export * from "./namespaces.js";
export * from "./owners.js";
export * from "./records.js";
