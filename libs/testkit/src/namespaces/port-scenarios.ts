import type { Actor } from "./namespace.js";
import type { HeldPairs } from "./scenarios.js";

const LOW_PORT = 40_000;
/** Outside every range that a scenario sets. */
const SERVICE_PORT = 8_080;
const AMPLE_BACKLOG = 128;

/** Attempts that met the end of the ports, with what came of them. */
export interface PortRun extends HeldPairs {
  readonly connected: number;
  /** How often each errno came instead. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Leaves connect() so many ports and no second use of one in TIME_WAIT. @returns the range. */
export async function narrowPorts(actor: Actor, ports: number): Promise<readonly [number, number]> {
  const range = [LOW_PORT, LOW_PORT + ports - 1] as const;
  await actor.ask("writeSysctl", { name: "net.ipv4.ip_local_port_range", value: range.join(" ") });
  await actor.ask("writeSysctl", { name: "net.ipv4.tcp_tw_reuse", value: "0" });
  return range;
}

export interface AttemptOptions {
  readonly address?: string;
  readonly port?: number;
  readonly source?: string;
}

/** Tries to open `attempts` connections to one destination and holds both ends of those that there are ports for. */
export async function attemptPairs(
  actor: Actor,
  attempts: number,
  { address = "127.0.0.1", port = SERVICE_PORT, source }: AttemptOptions = {},
): Promise<PortRun> {
  const listening = await actor.ask("listen", { address, port, backlog: AMPLE_BACKLOG });
  return { ...listening, ...(await attemptMore(actor, listening.listener, attempts, source)) };
}

/** Tries again to connect to a listener. */
export function attemptMore(
  actor: Actor,
  listener: number,
  attempts: number,
  source?: string,
): Promise<Pick<PortRun, "clients" | "servers" | "connected" | "errors">> {
  return actor.ask("connectPairs", {
    listener,
    count: attempts,
    ...(source === undefined ? {} : { source }),
  });
}
