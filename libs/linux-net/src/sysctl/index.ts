export type { SysctlReading } from "@fourtuple/core/tcp";
export * from "./read-sysctls.js";
