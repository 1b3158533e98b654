import type { TcpState } from "@fourtuple/core/tcp";
import type { CensusReading } from "@fourtuple/linux-net/sock-diag";

/** Commands of a traffic actor. Sockets and connections are named by the ids which the actor gave them. */
export interface ActorCommands {
  listen: {
    input: { address: string; port: number; backlog: number };
    output: { listener: number; address: string; port: number };
  };
  /** Connects one after another. `blocking: false` starts connections without waiting for the handshake. */
  connect: {
    input: { address: string; port: number; count: number; blocking: boolean };
    output: { connections: number; connected: number; errors: Record<string, number> };
  };
  /** Connects and accepts in turn, in one process: both ends of each connection are held. */
  connectPairs: {
    input: { listener: number; count: number };
    output: { clients: number; servers: number; connected: number; errors: Record<string, number> };
  };
  accept: { input: { listener: number; count: number }; output: { connections: number; accepted: number } };
  shutdownWrite: { input: { connections: number }; output: { done: number } };
  close: { input: { id: number }; output: { closed: number } };
  writeSysctl: { input: { name: string; value: string }; output: Record<string, never> };
  readText: { input: { path: string }; output: { text: string } };
  /** States as `ss -tan` shows them, under the kernel's names. */
  countBySs: { input: Record<string, never>; output: { counts: Record<TcpState, number> } };
  readCensus: { input: { procRoot: string }; output: CensusReading };
  /** Calls an exported function of a module inside the namespace; what it takes and gives must be plain data. */
  run: { input: { module: string; name: string; argument: unknown }; output: unknown };
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
