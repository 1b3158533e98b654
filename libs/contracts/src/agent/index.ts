export * from "./encoding.js";
export * from "./frames.js";
