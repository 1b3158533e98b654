import { createServer, type Server } from "node:net";
import { constants } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ListenPorts } from "../aggregate/listen-ports.js";
import { decodeDatagram } from "./decode-datagram.js";
import { encodeDumpRequest } from "./encode-request.js";
import { openNetlinkTransport } from "./netlink-transport.js";
import { EXT_SKMEMINFO, LISTEN_STATE } from "./protocol.js";
import { createReceiveBuffer } from "./receive-buffer.js";
import { ListenerSink } from "./socket-sinks.js";
import type { SockDiagTransport } from "./transport.js";

const opening = await openNetlinkTransport();
const title = "the netlink socket of this kernel";

describe.skipIf(!opening.ok)(opening.ok ? title : `${title} (skipped: ${opening.reason})`, () => {
  let transport: SockDiagTransport;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    if (opening.ok) opening.transport.close();
    const fresh = await openNetlinkTransport();
    if (!fresh.ok) throw new Error(fresh.reason);
    transport = fresh.transport;
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 7, resolve));
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });

  afterEach(async () => {
    transport.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it("finds a listener of this process, with its backlog and the drops", () => {
    const sink = new ListenerSink(new ListenPorts());
    const buffer = createReceiveBuffer();
    transport.send(encodeDumpRequest({ states: LISTEN_STATE, ext: EXT_SKMEMINFO, seq: 11 }));
    for (let end = "more"; end === "more"; ) {
      ({ end } = decodeDatagram(buffer, transport.receive(buffer.bytes), 11, sink));
    }
    expect(sink.listeners.find((listener) => listener.port === port)).toEqual({
      address: "127.0.0.1",
      port,
      acceptQueue: 0,
      backlog: 7,
      drops: 0,
      uid: process.geteuid?.(),
    });
  });

  it("tells the true length of a datagram that does not fit", () => {
    transport.send(encodeDumpRequest({ states: LISTEN_STATE, ext: EXT_SKMEMINFO, seq: 12 }));
    expect(transport.receive(new Uint8Array(20))).toBeGreaterThan(20);
  });

  it("gives the errno of the kernel after it was closed, and may be closed twice", () => {
    transport.close();
    transport.close();
    expect(transport.send(new Uint8Array(76))).toBe(-constants.errno.EBADF);
    expect(transport.receive(new Uint8Array(100))).toBe(-constants.errno.EBADF);
  });
});
