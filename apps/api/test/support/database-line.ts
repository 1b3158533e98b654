import type { AddressInfo } from "node:net";
import { connect as connectTo, createServer, type Server, type Socket } from "node:net";

/** A line to the database that can be cut and mended, as networks and restarting servers are. */
export class DatabaseLine {
  private readonly open = new Set<Socket>();
  private isCut = false;
  private server: Server | null = null;

  /** @returns the URL by which the database is reached through this line. */
  async lay(databaseUrl: string): Promise<string> {
    const { hostname, port } = new URL(databaseUrl);
    const server = createServer((near) => this.join(near, hostname, Number(port)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.server = server;
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Breaks every connection, and every new one at once. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  remove(): void {
    this.cut();
    this.server?.close();
  }

  private join(near: Socket, host: string, port: number): void {
    if (this.isCut) {
      near.destroy();
      return;
    }
    const far = connectTo(port, host);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(socket);
      socket.pipe(other);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
  }
}
