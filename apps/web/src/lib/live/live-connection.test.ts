import type { WatchAck } from "@fourtuple/contracts/web";
import { describe, expect, it, vi } from "vitest";
import { createLiveConnection, type LiveSocket } from "./live-connection";

/** The socket as far as the connection sees it; the network is the edge. */
function makeSocket() {
  const handlers = new Map<string, (...args: unknown[]) => void>();
  const sent: string[] = [];
  const socket = {
    connected: false,
    active: true,
    connect: vi.fn(),
    disconnect: vi.fn(() => {
      socket.connected = false;
    }),
    on: (event: string, handler: (...args: unknown[]) => void) => handlers.set(event, handler),
    off: vi.fn(),
    emit: (event: string, ...args: unknown[]) => {
      const [first] = args;
      const hostId =
        typeof first === "object" && first !== null && "hostId" in first ? ` ${first.hostId}` : "";
      sent.push(`${event}${hostId}`);
      const ack = args.at(-1);
      if (typeof ack === "function") (ack as (answer: WatchAck) => void)({ ok: true });
    },
  };
  const fire = (event: string) => {
    socket.connected = event === "connect";
    handlers.get(event)?.();
  };
  // Safe: the connection uses none of the socket beyond what is here.
  return { socket: socket as unknown as LiveSocket, mock: socket, sent, fire };
}

function makeConnection() {
  const parts = makeSocket();
  const onResync = vi.fn();
  const onRefused = vi.fn();
  const connection = createLiveConnection({
    socket: parts.socket,
    nowMs: () => 500,
    onResync,
    onRefused,
    retryMs: 10,
  });
  return { ...parts, connection, onResync, onRefused };
}

describe("the live connection", () => {
  it("follows on every connect, then asks for what was missed by HTTP", () => {
    const { connection, sent, fire, onResync } = makeConnection();
    connection.watch("fleet");
    connection.watch({ hostId: "h1" });
    connection.open();
    expect(connection.getState()).toEqual({ kind: "connecting" });
    fire("connect");
    expect(connection.getState()).toEqual({ kind: "live" });
    expect(sent).toEqual(["fleet.watch", "host.watch h1"]);
    expect(onResync).toHaveBeenCalledTimes(1);
    fire("disconnect");
    expect(connection.getState()).toEqual({ kind: "reconnecting", sinceMs: 500 });
    fire("connect");
    expect(sent).toEqual(["fleet.watch", "host.watch h1", "fleet.watch", "host.watch h1"]);
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it("follows a thing once however many ask, and leaves it with the last", () => {
    const { connection, sent, fire } = makeConnection();
    connection.open();
    fire("connect");
    const first = connection.watch({ hostId: "h1" });
    const second = connection.watch({ hostId: "h1" });
    first();
    first();
    expect(sent).toEqual(["host.watch h1"]);
    second();
    expect(sent).toEqual(["host.watch h1", "host.unwatch h1"]);
  });

  it("lets go while paused, and catches up on resume", () => {
    const { connection, mock, fire, onResync } = makeConnection();
    connection.watch("fleet");
    connection.open();
    fire("connect");
    connection.pause();
    expect(mock.disconnect).toHaveBeenCalledTimes(1);
    fire("disconnect");
    expect(connection.getState()).toEqual({ kind: "paused", sinceMs: 500 });
    connection.resume();
    fire("connect");
    expect(connection.getState()).toEqual({ kind: "live" });
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it("tells of a refusal and tries again by itself, since socket.io does not", async () => {
    const { connection, mock, fire, onRefused } = makeConnection();
    connection.open();
    mock.active = false;
    fire("connect_error");
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(connection.getState().kind).toBe("reconnecting");
    await vi.waitFor(() => expect(mock.connect).toHaveBeenCalledTimes(2));
  });

  it("is silent and unconnected after close, and does not pause what is off", () => {
    const { connection, mock, fire } = makeConnection();
    connection.pause();
    expect(connection.getState()).toEqual({ kind: "off" });
    connection.open();
    fire("connect");
    connection.close();
    fire("disconnect");
    expect(connection.getState()).toEqual({ kind: "off" });
    expect(mock.disconnect).toHaveBeenCalledTimes(1);
  });
});
