export * from "./cgroup-names.js";
export * from "./find-owners.js";
export * from "./owned-key.js";
