import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { decodeRecordPayload, FRAME, jsonFrame, splitFrame } from "@fourtuple/contracts/agent";
import { WebSocketServer } from "ws";

const HOST_ID = "00000000-0000-4000-8000-000000000001";

/**
 * A server that welcomes any agent and answers every record at once, so that what is measured is the agent.
 * @returns its address, and what it received so far: bytes of TCP payload, frames by type.
 */
export async function startAcker() {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  await once(server, "listening");
  const seen = { frames: {}, frameBytes: {}, connections: 0, sockets: [] };
  server.on("connection", (socket, request) => {
    seen.connections += 1;
    seen.sockets.push(request.socket);
    const serverTimeMs = Date.now();
    const nonce = randomBytes(32).toString("base64url");
    socket.send(jsonFrame(FRAME.CHALLENGE, { contractVersion: 1, nonce, serverTimeMs }));
    socket.on("message", (data) => answer(socket, data, seen));
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    received: () => ({
      connections: seen.connections,
      frames: { ...seen.frames },
      frameBytes: { ...seen.frameBytes },
      bytes: seen.sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
      answeredBytes: seen.sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    }),
    stop: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

const names = Object.fromEntries(Object.entries(FRAME).map(([name, type]) => [type, name]));

function answer(socket, data, seen) {
  const frame = splitFrame(data);
  if (!frame.ok) throw new Error(frame.reason);
  const { type, payload } = frame.value;
  const name = names[type] ?? String(type);
  seen.frames[name] = (seen.frames[name] ?? 0) + 1;
  seen.frameBytes[name] = (seen.frameBytes[name] ?? 0) + data.length;
  if (type === FRAME.HELLO) {
    const welcome = { hostId: HOST_ID, serverTimeMs: Date.now(), takesRecords: true };
    socket.send(jsonFrame(FRAME.WELCOME, welcome));
  }
  if (type === FRAME.RECORD) {
    const { id } = decodeRecordPayload(payload).value;
    socket.send(jsonFrame(FRAME.RECORD_ACK, { id, outcome: "stored", written: 60, duplicate: 0 }));
  }
}
