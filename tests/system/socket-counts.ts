import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { TCP_STATES, type TcpState, zeroStateCounts } from "@fourtuple/core/tcp";

const SS_NAMES: Readonly<Record<string, TcpState>> = {
  LISTEN: "LISTEN",
  "SYN-SENT": "SYN_SENT",
  "SYN-RECV": "SYN_RECV",
  ESTAB: "ESTABLISHED",
  "FIN-WAIT-1": "FIN_WAIT1",
  "FIN-WAIT-2": "FIN_WAIT2",
  CLOSING: "CLOSING",
  "TIME-WAIT": "TIME_WAIT",
  "CLOSE-WAIT": "CLOSE_WAIT",
  "LAST-ACK": "LAST_ACK",
  UNCONN: "CLOSE",
};

/** What `ss -tan` counts on this host, by state. */
export function countBySs(): Record<TcpState, number> {
  const counts = zeroStateCounts();
  const text = execFileSync("ss", ["-tanH"], { encoding: "utf8", maxBuffer: 64 << 20 });
  for (const line of text.split("\n")) {
    const state = SS_NAMES[line.split(/\s+/, 1)[0] ?? ""];
    if (state !== undefined) counts[state] += 1;
  }
  return counts;
}

export function ssIsHere(): boolean {
  try {
    execFileSync("ss", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export interface SsReading {
  readonly atMs: number;
  readonly counts: Readonly<Record<TcpState, number>>;
}

/**
 * Whether the counts of a moment lie between what ss saw just before and just after it. Where ss saw the
 * same twice, that is equality; where other programs were at work, nothing tighter can be asked.
 */
export function liesBetween(
  counts: Readonly<Record<string, number | null>>,
  before: SsReading,
  after: SsReading,
): boolean {
  return TCP_STATES.every((state) => {
    const [a, b, count] = [before.counts[state], after.counts[state], counts[state] ?? -1];
    return Math.min(a, b) <= count && count <= Math.max(a, b);
  });
}

/** `count` connections on loopback, both ends in this process; `close` ends them all. */
export async function openConnections(count: number): Promise<{ close: () => Promise<void> }> {
  const accepted: Socket[] = [];
  const server: Server = createServer((socket) => accepted.push(socket));
  server.listen({ port: 0, host: "127.0.0.1", backlog: count });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const clients = Array.from({ length: count }, () => connect(address.port, "127.0.0.1"));
  await Promise.all(clients.map((client) => once(client, "connect")));
  return {
    close: async () => {
      for (const socket of [...clients, ...accepted]) socket.resetAndDestroy();
      server.close();
      await once(server, "close");
    },
  };
}
