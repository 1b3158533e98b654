import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Ack,
  AGENT_PATH,
  ackSchema,
  type Challenge,
  challengeSchema,
  encodeRecordFrame,
  FRAME,
  type FrameType,
  frameOf,
  type Hello,
  jsonFrame,
  MAX_UNANSWERED_RECORDS,
  type OwnersRequest,
  ownersRequestSchema,
  parseJsonPayload,
  RECORD_KIND,
  type RecordAck,
  type RecordFrame,
  type Refuse,
  recordAckSchema,
  refuseSchema,
  splitFrame,
  type Welcome,
  welcomeSchema,
} from "@fourtuple/contracts/agent";
import { encodePack, encodeSample, type Sample } from "@fourtuple/core/samples";
import { type AgentIdentity, makeAgentIdentity } from "@fourtuple/testkit/samples";
import { type ClientOptions, WebSocket } from "ws";
import type { z } from "zod";

/** A folder of trusted keys, and agents whose keys lie in it. */
export class TrustedFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<TrustedFolder> {
    return new TrustedFolder(await mkdtemp(join(tmpdir(), "fourtuple-keys-")));
  }

  async trust(identity: AgentIdentity): Promise<void> {
    await writeFile(
      join(this.path, `${identity.publicKey.slice(0, 8)}.pub`),
      `${identity.publicKey} an agent\n`,
    );
  }

  async trustedIdentity(): Promise<AgentIdentity> {
    const identity = makeAgentIdentity();
    await this.trust(identity);
    return identity;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}

interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** The agent's end of the wire, one frame at a time. */
export class TestAgent {
  readonly acks: Ack[] = [];
  readonly recordAcks: RecordAck[] = [];
  hostId = "";
  private readonly frames: Frame[] = [];
  private readonly waiting: (() => void)[] = [];
  private previous: Sample | null = null;
  private closed: { readonly code: number; readonly reason: string } | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const frame = splitFrame(data as Buffer);
      if (!frame.ok) return;
      const { type, payload } = frame.value;
      if (type === FRAME.ACK) this.acks.push(read(ackSchema, payload));
      else if (type === FRAME.RECORD_ACK) this.recordAcks.push(read(recordAckSchema, payload));
      else this.frames.push(frame.value);
      this.wake();
    });
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.wake();
    });
    socket.on("error", () => undefined);
  }

  /** Opens the socket without saying anything. */
  static open(url: string, options: ClientOptions = {}): TestAgent {
    return new TestAgent(new WebSocket(`${url.replace(/^http/, "ws")}${AGENT_PATH}`, options));
  }

  /** Opens the socket and proves the identity. */
  static async connect(
    url: string,
    identity: AgentIdentity,
    overrides: Partial<Hello> = {},
  ): Promise<TestAgent> {
    const agent = TestAgent.open(url);
    await agent.sayHello(identity, overrides);
    agent.hostId = (await agent.welcome()).hostId;
    return agent;
  }

  /** Answers the challenge whenever it comes. */
  async sayHello(identity: AgentIdentity, overrides: Partial<Hello> = {}): Promise<void> {
    const { nonce } = await this.challenge();
    this.sendJson(FRAME.HELLO, identity.hello(nonce, overrides));
  }

  async challenge(): Promise<Challenge> {
    return read(challengeSchema, await this.next(FRAME.CHALLENGE));
  }

  async welcome(): Promise<Welcome> {
    return read(welcomeSchema, await this.next(FRAME.WELCOME));
  }

  async refusal(): Promise<Refuse> {
    return read(refuseSchema, await this.next(FRAME.REFUSE));
  }

  send(type: FrameType, payload: Uint8Array): void {
    this.socket.send(frameOf(type, payload));
  }

  sendJson(type: FrameType, value: unknown): void {
    this.socket.send(jsonFrame(type, value));
  }

  sendSamples(samples: readonly Sample[]): void {
    for (const sample of samples) {
      this.send(FRAME.SAMPLE, encodeSample(sample, this.previous));
      this.previous = sample;
    }
  }

  sendRecord(record: RecordFrame): void {
    this.socket.send(encodeRecordFrame(record));
  }

  sendPack(id: number, samples: readonly Sample[]): void {
    this.sendRecord({ kind: RECORD_KIND.PACK, id, body: encodePack(samples) });
  }

  /** Sends records as an agent does, never more at once than may be unanswered. @returns the answers in order */
  async deliver(records: readonly RecordFrame[]): Promise<RecordAck[]> {
    const before = this.recordAcks.length;
    for (const [index, record] of records.entries()) {
      await this.answered(before + index + 1 - MAX_UNANSWERED_RECORDS);
      this.sendRecord(record);
    }
    await this.answered(before + records.length);
    return this.recordAcks.slice(before);
  }

  /** Waits until so many records were answered on this connection. */
  async answered(count: number): Promise<void> {
    await this.until(() => {
      if (this.recordAcks.length >= count) return true;
      if (this.closed) throw new Error(`closed with ${this.closed.code} ${this.closed.reason}`);
      return null;
    });
  }

  async ownersRequest(): Promise<OwnersRequest> {
    return read(ownersRequestSchema, await this.next(FRAME.OWNERS_REQUEST));
  }

  /** Waits for acks to reach `seq`. */
  async ackedThrough(seq: number): Promise<void> {
    await this.until(() => this.acks.some((ack) => ack.ackedThrough >= seq) || null);
  }

  async closing(): Promise<{ readonly code: number; readonly reason: string }> {
    return this.until(() => this.closed);
  }

  close(): void {
    this.socket.terminate();
  }

  private async next(type: FrameType): Promise<Uint8Array> {
    const frame = await this.until(() => {
      const first = this.frames.shift();
      if (!first && this.closed) throw new Error(`closed with ${this.closed.code} ${this.closed.reason}`);
      return first ?? null;
    });
    if (frame.type === type) return frame.payload;
    throw new Error(`got frame ${frame.type}: ${Buffer.from(frame.payload).toString()}, wanted ${type}`);
  }

  private async until<T>(find: () => T | null): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== null) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function read<S extends z.core.$ZodType>(schema: S, payload: Uint8Array): z.infer<S> {
  const parsed = parseJsonPayload(schema, payload);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
