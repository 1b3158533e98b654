export * from "./enrolment.js";
export * from "./hosts.js";
export * from "./labels.js";
export * from "./live.js";
export * from "./problem.js";
export * from "./series.js";
export * from "./session.js";
export * from "./top-lists.js";
