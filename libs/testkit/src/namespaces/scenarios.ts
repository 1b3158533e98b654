import { setTimeout as delay } from "node:timers/promises";
import type { StateCounts } from "@fourtuple/core/tcp";
import type { Actor } from "./namespace.js";

/** Connections of which both ends are held by one actor: `clients` and `servers` are ids for `close` and `shutdownWrite`. */
export interface HeldPairs {
  readonly listener: number;
  readonly address: string;
  readonly port: number;
  readonly clients: number;
  readonly servers: number;
}

export interface PairOptions {
  readonly address?: string;
  readonly port?: number;
}

/** A backlog that no scenario of one actor fills, since it accepts after each connect. */
const AMPLE_BACKLOG = 128;

const CENSUS_INTERVAL_MS = 5;
const CENSUS_DEADLINE_MS = 5_000;

/** Takes one census after another until `isReached`. @throws after five seconds, with the last counts. */
export async function awaitCounts(actor: Actor, isReached: (counts: StateCounts) => boolean): Promise<void> {
  const deadlineMs = performance.now() + CENSUS_DEADLINE_MS;
  for (;;) {
    const { counts, sockets } = await actor.ask("readCensus", { procRoot: "/proc" });
    if (counts !== null && isReached(counts)) return;
    if (performance.now() > deadlineMs) {
      throw new Error(`not reached: ${JSON.stringify(counts ?? sockets.reason)}`);
    }
    await delay(CENSUS_INTERVAL_MS);
  }
}

/** A FIN may be acknowledged up to 40 ms late (delayed ACK); until then its sender is between two states. */
function isSettled({ FIN_WAIT1, CLOSING, LAST_ACK }: StateCounts): boolean {
  return FIN_WAIT1 + CLOSING + LAST_ACK === 0;
}

/** Holds `count` connections, ESTABLISHED at both ends. @throws unless every one connects. */
export async function holdEstablished(
  actor: Actor,
  count: number,
  { address = "127.0.0.1", port = 0 }: PairOptions = {},
): Promise<HeldPairs> {
  const listening = await actor.ask("listen", { address, port, backlog: AMPLE_BACKLOG });
  const { clients, servers, connected, errors } = await actor.ask("connectPairs", {
    listener: listening.listener,
    count,
  });
  if (connected !== count) throw new Error(`${connected} of ${count} connected: ${JSON.stringify(errors)}`);
  return { ...listening, clients, servers };
}

/** Leaves `count` TIME_WAIT sockets at the client side, which closes first, and nothing else but the listener. */
export async function leaveTimeWait(actor: Actor, count: number, options?: PairOptions): Promise<HeldPairs> {
  const pairs = await holdEstablished(actor, count, options);
  await actor.ask("close", { id: pairs.clients });
  await actor.ask("close", { id: pairs.servers });
  await awaitCounts(actor, isSettled);
  return pairs;
}

/** Piles up `count` CLOSE_WAIT at the server, which never closes, and as many FIN_WAIT2 at the client. */
export async function pileCloseWait(actor: Actor, count: number, options?: PairOptions): Promise<HeldPairs> {
  const pairs = await holdEstablished(actor, count, options);
  await actor.ask("shutdownWrite", { connections: pairs.clients });
  await awaitCounts(actor, isSettled);
  return pairs;
}

export interface FilledQueue {
  readonly listener: number;
  readonly address: string;
  readonly port: number;
  readonly connections: number;
}

/**
 * Connects `connects` times to a listener that never accepts. The kernel lets `backlog` + 1 wait;
 * the SYN of every further one is dropped, so that its client stays in SYN_SENT.
 */
export async function fillAcceptQueue(
  actor: Actor,
  { backlog, connects, address = "127.0.0.1" }: { backlog: number; connects: number; address?: string },
): Promise<FilledQueue> {
  const listening = await actor.ask("listen", { address, port: 0, backlog });
  const { connections } = await actor.ask("connect", {
    address,
    port: listening.port,
    count: connects,
    blocking: false,
  });
  return { ...listening, connections };
}
