export * from "./release-program-pages.js";
