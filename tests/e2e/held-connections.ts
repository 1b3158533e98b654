import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface HeldConnections {
  /** The port that they go to, on loopback. */
  readonly port: number;
  /** Closes so many of them, the connecting end first: each becomes a TIME_WAIT of that end. */
  closeSome(count: number): Promise<void>;
  /** Ends all that are left without any TIME_WAIT. */
  close(): Promise<void>;
}

/** `count` connections on loopback to one port, both ends in this process. */
export async function holdConnections(count: number): Promise<HeldConnections> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket.resume()));
  server.listen({ port: 0, host: "127.0.0.1", backlog: count });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const clients = Array.from({ length: count }, () => connect(address.port, "127.0.0.1"));
  await Promise.all(clients.map((client) => once(client, "connect")));
  return {
    port: address.port,
    closeSome: async (some) => {
      const closed = clients.splice(0, some).map((client) => {
        const ended = once(client.resume(), "close");
        client.end();
        return ended;
      });
      await Promise.all(closed);
    },
    close: async () => {
      for (const socket of [...clients, ...accepted]) socket.resetAndDestroy();
      server.close();
      await once(server, "close");
    },
  };
}
