import { createPublicKey, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import {
  AGENT_PATH,
  type Condition,
  conditionSchema,
  decodeRecordPayload,
  FRAME,
  type GapRecord,
  gapRecordSchema,
  type Hello,
  helloSchema,
  jsonFrame,
  type Listeners,
  listenersSchema,
  type Namespaces,
  namespacesSchema,
  type Owners,
  ownersSchema,
  parseJsonPayload,
  proofMessage,
  RECORD_KIND,
  type RecordAck,
  type RecordFrame,
  type Refuse,
  type Sysctls,
  splitFrame,
  sysctlsSchema,
} from "@fourtuple/contracts/agent";
import {
  decodePack,
  decodeSample,
  decodeTopLists,
  type Sample,
  type TopLists,
} from "@fourtuple/core/samples";
import { type WebSocket, WebSocketServer } from "ws";

export interface Behaviour {
  /** Sent in the place of the challenge. */
  readonly firstFrame?: (() => Uint8Array | null) | undefined;
  /** Refuses after `hello`. */
  readonly refuse?: Refuse;
  /** False: records are taken in and never answered for. */
  readonly answers?: boolean;
  /** What becomes of each record; stored by default. */
  readonly outcome?: Pick<RecordAck, "outcome" | "reason">;
  /** A server of the version before: stores each sample, and knows no records. */
  readonly isOld?: boolean;
  readonly answersPings?: boolean;
}

/** What one connection brought, in order. */
export class Visit {
  hello: Hello | null = null;
  readonly samples: Sample[] = [];
  readonly sampleBytes: number[] = [];
  readonly listeners: Listeners[] = [];
  readonly sysctls: Sysctls[] = [];
  readonly records: RecordFrame[] = [];
  readonly topLists: TopLists[] = [];
  readonly conditions: Condition[] = [];
  readonly namespaces: Namespaces[] = [];
  readonly owners: Owners[] = [];
  /** Types of all frames. */
  readonly frames: number[] = [];
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

  /** Every sample that came in a pack, in the order of arrival. */
  get packed(): Sample[] {
    const packs = this.visits
      .flatMap(({ records }) => records)
      .filter(({ kind }) => kind === RECORD_KIND.PACK);
    return packs.flatMap(({ body }) => [...parsed(decodePack(body))]);
  }

  /** Every loss that the agent told of. */
  get gaps(): GapRecord[] {
    const gaps = this.visits.flatMap(({ records }) => records).filter(({ kind }) => kind === RECORD_KIND.GAP);
    return gaps.map(({ body }) => gapRecordSchema.parse(JSON.parse(Buffer.from(body).toString())));
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
    visit.frames.push(type);
    if (type === FRAME.HELLO) this.#greet(visit, nonce, payload);
    else if (visit.hello === null) visit.problems.push(`frame ${type} before hello`);
    else if (type === FRAME.SAMPLE) this.#store(visit, payload);
    else if (type === FRAME.LISTENERS)
      visit.listeners.push(parsed(parseJsonPayload(listenersSchema, payload)));
    else if (type === FRAME.SYSCTLS) visit.sysctls.push(parsed(parseJsonPayload(sysctlsSchema, payload)));
    else if (type === FRAME.RECORD) this.#takeRecord(visit, payload);
    else if (type === FRAME.TOP_LISTS) visit.topLists.push(parsed(decodeTopLists(payload)));
    else if (type === FRAME.CONDITION)
      visit.conditions.push(parsed(parseJsonPayload(conditionSchema, payload)));
    else if (type === FRAME.NAMESPACES)
      visit.namespaces.push(parsed(parseJsonPayload(namespacesSchema, payload)));
    else if (type === FRAME.OWNERS) visit.owners.push(parsed(parseJsonPayload(ownersSchema, payload)));
    else visit.problems.push(`unknown frame ${type}`);
  }

  #greet(visit: Visit, nonce: string, payload: Uint8Array): void {
    const hello = parsed(parseJsonPayload(helloSchema, payload));
    if (!isProven(hello, nonce)) visit.problems.push("the signature is wrong");
    visit.hello = hello;
    const { refuse, isOld = false } = this.behaviour;
    const hostId = "0195f3a0-0000-7000-8000-000000000001";
    const welcome = { hostId, serverTimeMs: Date.now(), ...(!isOld && { takesRecords: true }) };
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
    if (this.behaviour.isOld) this.acknowledge(visit, decoded.sample);
  }

  #takeRecord(visit: Visit, payload: Uint8Array): void {
    const record = parsed(decodeRecordPayload(payload));
    visit.records.push({ ...record, body: Uint8Array.from(record.body) });
    if (this.behaviour.answers ?? true) this.answer(visit, record.id);
  }

  answer(visit: Visit, id: number): void {
    const { outcome = { outcome: "stored" } } = this.behaviour;
    visit.socket.send(jsonFrame(FRAME.RECORD_ACK, { id, written: 1, duplicate: 0, ...outcome }));
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
