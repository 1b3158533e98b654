export * from "./states.js";
