import { randomBytes } from "node:crypto";
import {
  CONTRACT_VERSION,
  FRAME,
  type FrameType,
  helloSchema,
  jsonFrame,
  type RecordAck,
  type Refuse,
  splitFrame,
} from "@fourtuple/contracts/agent";
import type { RawData, WebSocket } from "ws";
import type { Log } from "../../platform/logging/logger.js";
import type { AdmittedAgent, AgentAdmission } from "./agent-admission.service.js";
import { AgentFrames, type FrameServices, malformed } from "./agent-frames.js";
import type { AgentRegistry } from "./agent-registry.service.js";
import { readJsonFrame } from "./json-frame.js";
import type { RecordTarget } from "./record-queue.js";
import { RECORD_KINDS } from "./record-reader.js";
import type { Acknowledgement, AckTarget } from "./sample-queue.js";

/** What a connection works with. */
export interface AgentServices extends FrameServices {
  readonly admission: AgentAdmission;
  readonly registry: AgentRegistry;
  readonly log: Log;
}

const NONCE_BYTES = 32;
const HANDSHAKE_MS = 10_000;
const PING_EVERY_MS = 25_000;
const SILENCE_MS = 60_000;
/** Longer than a full queue takes to empty while the database works (judgement). */
const MAX_HELD_MS = 10_000;
const RETRY_AFTER_MS = 5_000;
/** RFC 6455, 7.4.1: policy violation, going away; 4000 and up are for applications. */
const CLOSE = { POLICY: 1008, GOING_AWAY: 1001, REPLACED: 4001 } as const;

type Phase = "waiting-for-hello" | "proving" | "admitted" | "over";

/** One agent on its socket, from the challenge to the end. A fault of its ends this connection alone. */
export class AgentConnection implements AckTarget, RecordTarget {
  /** Empty until the agent has proved who it is. */
  hostId = "";
  private phase: Phase = "waiting-for-hello";
  private frames: AgentFrames | null = null;
  private readonly nonce = randomBytes(NONCE_BYTES).toString("base64url");
  private readonly startedMs: number;
  private heardMs: number;
  private pingedMs: number;
  private heldSinceMs: number | null = null;
  private speaksOfOwners = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly remoteAddress: string,
    private readonly services: AgentServices,
    /** Called once the handshake is over, either way. */
    private readonly handshakeDone: () => void,
  ) {
    this.startedMs = services.clock.monotonicMs();
    this.heardMs = this.startedMs;
    this.pingedMs = this.startedMs;
  }

  start(): void {
    this.socket.on("message", (data, isBinary) => this.receive(data, isBinary));
    this.socket.on("pong", () => this.noteHeard());
    this.socket.on("ping", () => this.noteHeard());
    this.socket.on("error", (error) => this.logEnd("a connection of an agent broke", error.message));
    this.socket.on("close", () => this.end());
    const serverTimeMs = this.services.clock.nowMs();
    this.sendJson(FRAME.CHALLENGE, { contractVersion: CONTRACT_VERSION, nonce: this.nonce, serverTimeMs });
  }

  get isAdmitted(): boolean {
    return this.phase === "admitted";
  }

  acknowledge(ack: Acknowledgement): void {
    this.sendJson(FRAME.ACK, ack);
  }

  answer(ack: RecordAck): void {
    this.sendJson(FRAME.RECORD_ACK, ack);
  }

  /** Reads nothing more from the agent, so that its own buffers fill and it waits. */
  hold(): void {
    this.heldSinceMs ??= this.services.clock.monotonicMs();
    this.socket.pause();
  }

  release(): void {
    this.heldSinceMs = null;
    this.noteHeard();
    this.socket.resume();
  }

  /** Asks for owners. @returns false for an agent of a version that does not know the question */
  askForOwners(requestId: string): boolean {
    if (this.speaksOfOwners) this.sendJson(FRAME.OWNERS_REQUEST, { requestId });
    return this.speaksOfOwners;
  }

  /** Pings when it is time, and gives up on an agent that is silent or does not prove itself in time. */
  checkPulse(nowMonotonicMs: number): void {
    if (this.heldSinceMs !== null) {
      this.checkHeld(nowMonotonicMs - this.heldSinceMs);
      return;
    }
    const isLate = !this.isAdmitted && nowMonotonicMs - this.startedMs > HANDSHAKE_MS;
    if (isLate || nowMonotonicMs - this.heardMs > SILENCE_MS) {
      this.socket.terminate();
      return;
    }
    if (nowMonotonicMs - this.pingedMs < PING_EVERY_MS) return;
    this.pingedMs = nowMonotonicMs;
    this.socket.ping();
  }

  refuse(refuse: Refuse): void {
    if (this.phase === "over") return;
    this.logEnd("an agent was refused", `${refuse.code}: ${refuse.message}`);
    this.sendJson(FRAME.REFUSE, { ...refuse, message: refuse.message.slice(0, 500) });
    this.end();
    this.socket.resume();
    this.socket.close(CLOSE.POLICY, refuse.code);
  }

  replace(): void {
    this.logEnd("a newer connection with the same key takes the place of this one", "replaced");
    this.phase = "over";
    this.socket.close(CLOSE.REPLACED, "replaced by a newer connection with the same key");
  }

  /** Takes nothing more; what was taken is still acknowledged. */
  stopTaking(): void {
    this.end();
  }

  /** @returns when the agent has gone. */
  goAway(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.socket.once("close", () => resolve()));
    this.socket.close(CLOSE.GOING_AWAY, "the server stops");
    return gone;
  }

  terminate(): void {
    this.socket.terminate();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.phase === "over") return;
    this.noteHeard();
    const frame =
      isBinary && Buffer.isBuffer(data)
        ? splitFrame(data)
        : { ok: false as const, reason: "frames are binary" };
    if (!frame.ok) this.refuseFrame(frame.reason);
    else if (this.phase === "admitted") this.take(frame.value.type, frame.value.payload);
    else if (this.phase === "proving") this.refuseFrame("nothing may be sent between hello and welcome");
    else if (frame.value.type !== FRAME.HELLO) this.refuseFrame("the first frame must be hello");
    else void this.prove(frame.value.payload);
  }

  private async prove(payload: Uint8Array): Promise<void> {
    const hello = readJsonFrame(helloSchema, payload);
    if (!hello.ok) return this.refuseFrame(hello.reason);
    this.phase = "proving";
    const admission = await this.services.admission.admit(hello.value, this.nonce);
    if (this.isOver()) return;
    if (!admission.ok) return this.refuse(admission.refuse);
    this.hostId = admission.hostId;
    const { epochMs, delivers = "samples" } = hello.value;
    this.frames = new AgentFrames(this, { epochMs, delivers }, this.services);
    this.speaksOfOwners = delivers === "packs";
    this.phase = "admitted";
    this.handshakeDone();
    this.services.registry.enter(this);
    this.welcome(admission);
  }

  private welcome({ hostId, hostName, enrolled }: AdmittedAgent): void {
    const serverTimeMs = this.services.clock.nowMs();
    const records = { takesRecords: true, recordKinds: RECORD_KINDS };
    this.sendJson(FRAME.WELCOME, { hostId, hostName, enrolled, serverTimeMs, ...records });
  }

  /** A held agent cannot be heard; if it stays held, it had better come back later. */
  private checkHeld(heldMs: number): void {
    if (heldMs <= MAX_HELD_MS) return;
    const message = "more records wait than may; keep them and come back";
    this.refuse({ code: "overloaded", message, retryAfterMs: RETRY_AFTER_MS });
  }

  /** A method, since awaiting may have changed what a comparison would take for known. */
  private isOver(): boolean {
    return this.phase === "over";
  }

  private take(type: number, payload: Uint8Array): void {
    const refuse = this.frames?.take(type, payload) ?? null;
    if (refuse !== null) this.refuse(refuse);
  }

  private refuseFrame(message: string): void {
    this.refuse(malformed(message));
  }

  private sendJson(type: FrameType, value: unknown): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(jsonFrame(type, value));
  }

  private noteHeard(): void {
    this.heardMs = this.services.clock.monotonicMs();
  }

  private end(): void {
    if (this.phase === "admitted") this.services.registry.leave(this);
    this.phase = "over";
  }

  private logEnd(message: string, reason: string): void {
    this.services.log.warn({ hostId: this.hostId || undefined, from: this.remoteAddress, reason }, message);
  }
}
