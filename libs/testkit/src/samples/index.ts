export { type AgentIdentity, makeAgentIdentity } from "./agent-identity.js";
export {
  makeSample,
  makeSampleRun,
  SAMPLE_EPOCH_MS,
  type SampleOverrides,
  type SampleRunOptions,
} from "./samples.js";
export { type SimulatedHost, simulateHost } from "./simulated-host.js";
