export { type AgentParts, type RunningAgent, runAgent } from "./agent.js";
export { type AgentConfig, type AgentConfigResult, parseAgentConfig } from "./config.js";
export { type EnrolmentOutcome, enrolAgent } from "./enrolment.js";
export { type AgentIdentity, AgentIdentityError, loadOrCreateIdentity } from "./identity.js";
export { type Snapshot, type SnapshotOptions, type SnapshotSysctl, takeSnapshot } from "./snapshot.js";
export { writeStandardOutput } from "./standard-output.js";
