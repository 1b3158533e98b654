import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import {
  type Condition,
  conditionSchema,
  decodeRecordPayload,
  FRAME,
  jsonFrame,
  parseJsonPayload,
  splitFrame,
} from "@fourtuple/contracts/agent";
import { decodeSample, type Sample } from "@fourtuple/core/samples";
import { type WebSocket, WebSocketServer } from "ws";

/** Welcomes any agent, takes everything it sends and remembers what it says of the host and of itself. */
export class WitnessServer {
  readonly samples: Sample[] = [];
  readonly conditions: Condition[] = [];
  #last: Sample | null = null;

  private constructor(private readonly server: WebSocketServer) {
    server.on("connection", (socket) => {
      this.#last = null;
      const nonce = randomBytes(32).toString("base64url");
      socket.send(jsonFrame(FRAME.CHALLENGE, { contractVersion: 1, nonce, serverTimeMs: Date.now() }));
      socket.on("message", (data: Buffer) => this.#take(socket, data));
    });
  }

  static async listen(): Promise<WitnessServer> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
    await once(server, "listening");
    return new WitnessServer(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #take(socket: WebSocket, data: Buffer): void {
    const frame = splitFrame(data);
    if (!frame.ok) throw new Error(frame.reason);
    const { type, payload } = frame.value;
    if (type === FRAME.HELLO) socket.send(jsonFrame(FRAME.WELCOME, welcome()));
    else if (type === FRAME.SAMPLE) this.#takeSample(payload);
    else if (type === FRAME.CONDITION) this.#takeCondition(payload);
    else if (type === FRAME.RECORD) answerRecord(socket, payload);
  }

  #takeSample(payload: Uint8Array): void {
    const decoded = decodeSample(payload, this.#last);
    if (!decoded.ok) throw new Error(decoded.reason);
    this.#last = decoded.sample;
    this.samples.push(decoded.sample);
  }

  #takeCondition(payload: Uint8Array): void {
    const parsed = parseJsonPayload(conditionSchema, payload);
    if (!parsed.ok) throw new Error(parsed.reason);
    this.conditions.push(parsed.value);
  }
}

function welcome() {
  return { hostId: "0195f3a0-0000-7000-8000-000000000001", serverTimeMs: Date.now(), takesRecords: true };
}

function answerRecord(socket: WebSocket, payload: Uint8Array): void {
  const record = decodeRecordPayload(payload);
  if (!record.ok) throw new Error(record.reason);
  const ack = { id: record.value.id, outcome: "stored", written: 0, duplicate: 0 };
  socket.send(jsonFrame(FRAME.RECORD_ACK, ack));
}
