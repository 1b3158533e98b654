import {
  type Ack,
  type Challenge,
  FRAME,
  type Hello,
  jsonFrame,
  MAX_FRAME_BYTES,
  type OwnersRequest,
  type RecordAck,
  type Refuse,
  type Welcome,
} from "@fourtuple/contracts/agent";
import { WebSocket } from "ws";
import { startHeartbeat } from "./heartbeat.js";
import type { ConnectionEnd } from "./retry-delay.js";
import { readServerFrame, type ServerFrame } from "./server-frame.js";

export interface ConnectionTiming {
  /** From the first packet to `welcome`. */
  readonly handshakeMs: number;
  readonly pingEveryMs: number;
  /** A peer that said nothing for so long is dead; noticed at the next ping. */
  readonly silentAfterMs: number;
}

/** A dead peer is noticed within 45 + 20 s. */
export const DEFAULT_TIMING: ConnectionTiming = {
  handshakeMs: 10_000,
  pingEveryMs: 20_000,
  silentAfterMs: 45_000,
};

export interface ConnectionHandlers {
  onWelcome(welcome: Welcome): void;
  /** Of a server that stores samples one by one. */
  onAck(ack: Ack): void;
  onRecordAck?(ack: RecordAck): void;
  onOwnersRequest?(request: OwnersRequest): void;
  /** The server sent something that is not understood; the connection goes on. */
  onMalformed(reason: string): void;
  /** Called exactly once, as the last. */
  onEnd(end: ConnectionEnd): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly timing: ConnectionTiming;
  readonly answer: (nonce: string) => Hello;
  readonly handlers: ConnectionHandlers;
}

/** Close code of a server that has a newer connection with the same key. */
const REPLACED_CODE = 4001;
/** How long a close may take before the socket is cut. */
const CLOSE_MS = 1000;

/** One WebSocket from dialling to its end: challenge → hello → welcome, then frames both ways. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #stopHeartbeat: () => void;
  readonly #handshake: NodeJS.Timeout;
  #awaits: "challenge" | "welcome" | "frames" = "challenge";
  #end: ConnectionEnd | null = null;

  constructor(options: ConnectionOptions) {
    const { url, timing } = options;
    this.#options = options;
    this.#socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
    this.#socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on("error", (error) => this.#note({ kind: "lost", reason: describeError(error) }));
    this.#socket.on("close", (code) => this.#finish(code));
    this.#stopHeartbeat = startHeartbeat(this.#socket, timing, (reason) => this.#cut(reason));
    this.#handshake = setTimeout(
      () => this.#cut(`the server gave no ${this.#awaits} within ${timing.handshakeMs} ms`),
      timing.handshakeMs,
    );
  }

  /** Bytes that were sent and that the kernel has not taken yet. */
  get backlogBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends after `welcome`; what is sent on a socket that is closing is lost with it. */
  send(frame: Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  /** Ends the connection in good order. */
  close(): void {
    this.#note({ kind: "lost", reason: "closed by the agent" });
    this.#socket.close(1000);
    setTimeout(() => this.#socket.terminate(), CLOSE_MS).unref();
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (this.#end !== null) return;
    const frame = readServerFrame(data, isBinary);
    if (frame.kind === "refuse") this.#takeRefuse(frame.value);
    else if (frame.kind === "malformed") this.#takeMalformed(frame.reason);
    else if (frame.kind === "challenge" && this.#awaits === "challenge") this.#takeChallenge(frame.value);
    else if (frame.kind === "welcome" && this.#awaits === "welcome") this.#takeWelcome(frame.value);
    else if (this.#awaits === "frames") this.#handOn(frame);
  }

  #handOn(frame: ServerFrame): void {
    const { handlers } = this.#options;
    if (frame.kind === "ack") handlers.onAck(frame.value);
    else if (frame.kind === "recordAck") handlers.onRecordAck?.(frame.value);
    else if (frame.kind === "ownersRequest") handlers.onOwnersRequest?.(frame.value);
  }

  #takeChallenge({ nonce }: Challenge): void {
    this.#awaits = "welcome";
    this.send(jsonFrame(FRAME.HELLO, this.#options.answer(nonce)));
  }

  #takeWelcome(welcome: Welcome): void {
    this.#awaits = "frames";
    clearTimeout(this.#handshake);
    this.#options.handlers.onWelcome(welcome);
  }

  #takeRefuse(refuse: Refuse): void {
    this.#note({ kind: "refused", refuse });
    this.close();
  }

  /** Without a handshake there is nothing to go on with; later on, one bad frame costs only itself. */
  #takeMalformed(reason: string): void {
    if (this.#awaits === "frames") this.#options.handlers.onMalformed(reason);
    else this.#cut(`the server sent ${reason}`);
  }

  /** The first cause is the one that counts; what follows from it is not told. */
  #note(end: ConnectionEnd): void {
    this.#end ??= end;
  }

  #cut(reason: string): void {
    this.#note({ kind: "lost", reason });
    this.#socket.terminate();
  }

  #finish(code: number): void {
    clearTimeout(this.#handshake);
    this.#stopHeartbeat();
    const reason = `the server closed the connection (code ${code})`;
    this.#note({ kind: "lost", reason, isReplaced: code === REPLACED_CODE });
    if (this.#end !== null) this.#options.handlers.onEnd(this.#end);
  }
}

/** Node gives an AggregateError with no message when a name has several addresses. */
function describeError(error: Error): string {
  return error.message || ("code" in error ? String(error.code) : error.name);
}
