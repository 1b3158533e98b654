import type { CensusTier } from "@fourtuple/core/samples";
import type { StateCounts, TcpState } from "@fourtuple/core/tcp";
import type { CensusReading, ListenersReading } from "@fourtuple/linux-net/sock-diag";

/** What an agent reads of the sockets at one moment. */
export interface WholeCensus {
  readonly listeners: ListenersReading;
  readonly sockets: CensusReading;
  /** Of both, LISTEN included; null when one of them is not to be had. */
  readonly counts: StateCounts | null;
}

/** Commands of a traffic actor. Sockets and connections are named by the ids which the actor gave them. */
export interface ActorCommands {
  listen: {
    input: { address: string; port: number; backlog: number };
    output: { listener: number; address: string; port: number };
  };
  /** Connects one after another. `blocking: false` starts connections without waiting for the handshake. */
  connect: {
    input: { address: string; port: number; count: number; blocking: boolean; source?: string };
    output: { connections: number; connected: number; errors: Record<string, number> };
  };
  /** Connects and accepts in turn, in one process: both ends of each connection are held. */
  connectPairs: {
    input: { listener: number; count: number; source?: string };
    output: { clients: number; servers: number; connected: number; errors: Record<string, number> };
  };
  accept: { input: { listener: number; count: number }; output: { connections: number; accepted: number } };
  shutdownWrite: { input: { connections: number }; output: { done: number } };
  /** Writes so many bytes into each connection. */
  write: { input: { connections: number; bytes: number }; output: { written: number } };
  /** Closes each connection with SO_LINGER of zero seconds, which sends RST. */
  reset: { input: { connections: number }; output: { closed: number } };
  close: { input: { id: number }; output: { closed: number } };
  writeSysctl: { input: { name: string; value: string }; output: Record<string, never> };
  readText: { input: { path: string }; output: { text: string } };
  /** States as `ss -tan` shows them, under the kernel's names. */
  countBySs: { input: Record<string, never>; output: { counts: Record<TcpState, number> } };
  /** Listeners, then the sockets of `tier` (all, unless it is given); the port range is that of the namespace. */
  readCensus: {
    input: { procRoot: string; tier?: CensusTier; reserved?: readonly number[] };
    output: WholeCensus;
  };
  /** Calls an exported function of a module inside the namespace; what it takes and gives must be plain data. */
  run: { input: { module: string; name: string; argument: unknown }; output: unknown };
  /**
   * Gives the namespace a second network of which this actor plays all other hosts. They answer nothing by
   * themselves: `silentAddress` is one that is never heard of.
   */
  openWire: { input: Record<string, never>; output: { address: string; silentAddress: string } };
  /** Sends the SYN of `count` hosts beyond the wire and, with `acknowledge`, the last packet of each handshake. */
  connectPeers: {
    input: { port: number; count: number; acknowledge: boolean };
    output: { peers: number; answered: number };
  };
  /** Each of the peers sends one segment. `resets`: how many RST came back. */
  sendAsPeers: {
    input: { peers: number; acknowledge: boolean; fin?: boolean; reset?: boolean };
    output: { sent: number; resets: number };
  };
  addActor: { input: Record<string, never>; output: { actor: number; pid: number } };
}

export type ActorCommand = keyof ActorCommands;
export type CommandInput<C extends ActorCommand> = ActorCommands[C]["input"];
export type CommandOutput<C extends ActorCommand> = ActorCommands[C]["output"];

/** `actor` 0 is the first process of the namespace, the others are its children. */
export interface ActorRequest<C extends ActorCommand = ActorCommand> {
  readonly id: number;
  readonly actor: number;
  readonly command: C;
  readonly input: CommandInput<C>;
}

export type ActorReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string };

/** First message of an actor. */
export interface ActorReady {
  readonly ready: true;
  readonly descriptorLimit: number;
}
