import type { CensusTier } from "@fourtuple/core/samples";
import type { EphemeralPorts } from "../aggregate/ephemeral-ports.js";
import type { CensusWants, ListenersFound, Outcome, SocketsFound } from "./reading.js";

/** One way to have the sockets from the kernel. */
export interface SocketSource {
  readListeners(): Promise<Outcome<ListenersFound>>;
  read(tier: CensusTier, ports: EphemeralPorts, wants?: CensusWants): Promise<Outcome<SocketsFound>>;
  close(): void;
}
