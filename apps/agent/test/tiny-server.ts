import { createPublicKey, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import {
  AGENT_PATH,
  FRAME,
  type Hello,
  helloSchema,
  jsonFrame,
  type Listeners,
  listenersSchema,
  parseJsonPayload,
  proofMessage,
  type Refuse,
  type Sysctls,
  splitFrame,
  sysctlsSchema,
} from "@fourtuple/contracts/agent";
import { decodeSample, type Sample } from "@fourtuple/core/samples";
import { type WebSocket, WebSocketServer } from "ws";

export interface Behaviour {
  /** Sent in the place of the challenge. */
  readonly firstFrame?: (() => Uint8Array | null) | undefined;
  /** Refuses after `hello`. */
  readonly refuse?: Refuse;
  /** False: samples are taken in and never acknowledged. */
  readonly acknowledges?: boolean;
  readonly answersPings?: boolean;
}

/** What one connection brought, in order. */
export class Visit {
  hello: Hello | null = null;
  readonly samples: Sample[] = [];
  readonly sampleBytes: number[] = [];
  readonly listeners: Listeners[] = [];
  readonly sysctls: Sysctls[] = [];
  readonly problems: string[] = [];
  closeCode: number | null = null;

  constructor(readonly socket: WebSocket) {}
}

/** A server that speaks the contract of agents, and remembers everything. */
export class TinyServer {
  readonly visits: Visit[] = [];
  behaviour: Behaviour = {};

  private constructor(private readonly server: WebSocketServer) {
    server.on("connection", (socket) => this.#receive(socket));
  }

  static async listen(behaviour: Behaviour = {}, port = 0): Promise<TinyServer> {
    const server = new WebSocketServer({
      host: "127.0.0.1",
      port,
      path: AGENT_PATH,
      perMessageDeflate: false,
      autoPong: behaviour.answersPings ?? true,
    });
    await once(server, "listening");
    const tiny = new TinyServer(server);
    tiny.behaviour = behaviour;
    return tiny;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** The newest visit. */
  get visit(): Visit {
    const visit = this.visits.at(-1);
    if (visit === undefined) throw new Error("nobody has connected yet");
    return visit;
  }

  /** Every sample of every connection, in the order of arrival. */
  get samples(): Sample[] {
    return this.visits.flatMap((visit) => visit.samples);
  }

  /** As a crash does: no close frame. */
  async kill(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #receive(socket: WebSocket): void {
    const visit = new Visit(socket);
    this.visits.push(visit);
    const nonce = randomBytes(32).toString("base64url");
    socket.on("close", (code) => {
      visit.closeCode = code;
    });
    socket.on("message", (data: Buffer) => {
      const frame = splitFrame(data);
      if (frame.ok) this.#take(visit, nonce, frame.value.type, frame.value.payload);
      else visit.problems.push(frame.reason);
    });
    const challenge = jsonFrame(FRAME.CHALLENGE, { contractVersion: 1, nonce, serverTimeMs: Date.now() });
    const first = this.behaviour.firstFrame === undefined ? challenge : this.behaviour.firstFrame();
    if (first !== null) socket.send(first);
  }

  #take(visit: Visit, nonce: string, type: number, payload: Uint8Array): void {
    if (type === FRAME.HELLO) this.#greet(visit, nonce, payload);
    else if (visit.hello === null) visit.problems.push(`frame ${type} before hello`);
    else if (type === FRAME.SAMPLE) this.#store(visit, payload);
    else if (type === FRAME.LISTENERS)
      visit.listeners.push(parsed(parseJsonPayload(listenersSchema, payload)));
    else if (type === FRAME.SYSCTLS) visit.sysctls.push(parsed(parseJsonPayload(sysctlsSchema, payload)));
    else visit.problems.push(`unknown frame ${type}`);
  }

  #greet(visit: Visit, nonce: string, payload: Uint8Array): void {
    const hello = parsed(parseJsonPayload(helloSchema, payload));
    if (!isProven(hello, nonce)) visit.problems.push("the signature is wrong");
    visit.hello = hello;
    const { refuse } = this.behaviour;
    const welcome = { hostId: "0195f3a0-0000-7000-8000-000000000001", serverTimeMs: Date.now() };
    visit.socket.send(refuse ? jsonFrame(FRAME.REFUSE, refuse) : jsonFrame(FRAME.WELCOME, welcome));
  }

  #store(visit: Visit, payload: Uint8Array): void {
    const decoded = decodeSample(payload, visit.samples.at(-1) ?? null);
    if (!decoded.ok) {
      visit.problems.push(decoded.reason);
      return;
    }
    visit.samples.push(decoded.sample);
    visit.sampleBytes.push(payload.length);
    if (this.behaviour.acknowledges ?? true) this.acknowledge(visit, decoded.sample);
  }

  acknowledge(visit: Visit, { epochMs, seq }: Sample): void {
    const ack = { epochMs, ackedThrough: seq, written: 1, duplicate: 0, rejected: [] };
    visit.socket.send(jsonFrame(FRAME.ACK, ack));
  }
}

function isProven({ publicKey, signature, epochMs }: Hello, nonce: string): boolean {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
  const message = Buffer.from(proofMessage(nonce, publicKey, epochMs));
  return verify(null, message, key, Buffer.from(signature, "base64url"));
}

function parsed<T>(result: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}
