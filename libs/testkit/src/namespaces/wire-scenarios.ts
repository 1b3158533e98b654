import type { Actor } from "./namespace.js";

/** A listener on the wire, and the hosts beyond it that connected. */
export interface WireListener {
  readonly listener: number;
  readonly address: string;
  readonly port: number;
}

export interface WireConnections extends WireListener {
  readonly peers: number;
  /** Our ends, accepted. */
  readonly connections: number;
}

const AMPLE_BACKLOG = 128;

export async function listenOnWire(actor: Actor, backlog = AMPLE_BACKLOG): Promise<WireListener> {
  const { address } = await actor.ask("openWire", {});
  return actor.ask("listen", { address, port: 0, backlog });
}

/** Accepts `count` connections from hosts beyond the wire, which acknowledge nothing from then on. */
export async function holdFromWire(actor: Actor, count: number): Promise<WireConnections> {
  const listening = await listenOnWire(actor);
  const { peers } = await actor.ask("connectPeers", { port: listening.port, count, acknowledge: true });
  const { accepted, connections } = await actor.ask("accept", { listener: listening.listener, count });
  if (accepted !== count) throw new Error(`${accepted} of ${count} accepted`);
  return { ...listening, peers, connections };
}

/** Handshakes whose third packet is lost: SYN_RECV. */
export async function pileSynRecv(
  actor: Actor,
  { count, backlog }: { count: number; backlog?: number },
): Promise<WireListener & { readonly peers: number; readonly answered: number }> {
  const listening = await listenOnWire(actor, backlog);
  const { peers, answered } = await actor.ask("connectPeers", {
    port: listening.port,
    count,
    acknowledge: false,
  });
  return { ...listening, peers, answered };
}

/** Connects to a host that is not there: SYN_SENT. */
export async function pileSynSent(
  actor: Actor,
  count: number,
): Promise<{ readonly connections: number; readonly address: string; readonly port: number }> {
  const { silentAddress: address } = await actor.ask("openWire", {});
  const port = 443;
  const { connections } = await actor.ask("connect", { address, port, count, blocking: false });
  return { connections, address, port };
}

/** Closes first, and its FIN is not acknowledged: FIN_WAIT1. */
export async function pileFinWait1(actor: Actor, count: number): Promise<WireConnections> {
  const held = await holdFromWire(actor, count);
  await actor.ask("close", { id: held.connections });
  return held;
}

/** Both ends close at once, and our FIN is not acknowledged: CLOSING. */
export async function pileClosing(actor: Actor, count: number): Promise<WireConnections> {
  const held = await pileFinWait1(actor, count);
  await actor.ask("sendAsPeers", { peers: held.peers, fin: true, acknowledge: false });
  return held;
}

/** The other end closes first, and our FIN is not acknowledged: LAST_ACK. */
export async function pileLastAck(actor: Actor, count: number): Promise<WireConnections> {
  const held = await holdFromWire(actor, count);
  await actor.ask("sendAsPeers", { peers: held.peers, fin: true, acknowledge: true });
  await actor.ask("close", { id: held.connections });
  return held;
}
