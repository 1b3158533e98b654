import {
  type Ack,
  AGENT_PATH,
  FRAME,
  frameOf,
  type Hello,
  jsonFrame,
  type Sysctls,
  type Welcome,
} from "@fourtuple/contracts/agent";
import { encodeSample, type Sample } from "@fourtuple/core/samples";
import type { Logger } from "pino";
import type { ListenerList } from "../collectors/listeners.js";
import { Connection, type ConnectionTiming, DEFAULT_TIMING } from "./connection.js";
import { type BackoffLimits, backoffLimitsFor, type ConnectionEnd, retryDelayMs } from "./retry-delay.js";
import { SampleQueue } from "./sample-queue.js";
import { createUplinkLog, type UplinkLog } from "./uplink-log.js";

/** 15 minutes at 1 Hz, about 0.5 MB. */
const QUEUE_LIMIT = 900;

export interface UplinkOptions {
  readonly serverUrl: string;
  /** Our `hello` to a challenge with this nonce. */
  readonly answer: (nonce: string) => Hello;
  /** All settings as last read, null before the first reading. */
  readonly latestSysctls: () => Sysctls | null;
  readonly log: Logger;
  readonly timing?: ConnectionTiming;
  readonly backoff?: BackoffLimits;
  readonly queueLimit?: number;
  readonly random?: () => number;
}

/**
 * The way to the server. Samples are kept until they are acknowledged and go out in the order in which they
 * were taken, so that an acknowledgement "up to" one speaks for all before it. Of listeners and settings only
 * the present state matters: it is sent whole after each connect, and then when it changes.
 */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #queue: SampleQueue;
  readonly #backoff: BackoffLimits;
  readonly #log: UplinkLog;
  #connection: Connection | null = null;
  #online = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  /** The last sample sent on this connection: what the next one is coded against. */
  #lastSent: Sample | null = null;
  #listeners: { readonly key: string; readonly atMs: number; readonly list: ListenerList } | null = null;
  #whenEnded: (() => void) | null = null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#queue = new SampleQueue(options.queueLimit ?? QUEUE_LIMIT);
    this.#backoff = options.backoff ?? backoffLimitsFor(options.serverUrl);
    this.#log = createUplinkLog(options.log, options.serverUrl);
  }

  start(): void {
    this.#connection = new Connection({
      url: `${this.#options.serverUrl}${AGENT_PATH}`,
      timing: this.#options.timing ?? DEFAULT_TIMING,
      answer: this.#options.answer,
      handlers: {
        onWelcome: (welcome) => this.#begin(welcome),
        onAck: (ack) => this.#acknowledge(ack),
        onMalformed: (reason) => this.#log.malformed(reason),
        onEnd: (end) => this.#end(end),
      },
    });
  }

  /** Closes the connection, if there is one, and tries no more. */
  async stop(): Promise<void> {
    clearTimeout(this.#retry);
    const connection = this.#connection;
    if (connection === null) return;
    const ended = new Promise<void>((resolve) => {
      this.#whenEnded = resolve;
    });
    connection.close();
    await ended;
  }

  pushSample(sample: Sample): void {
    this.#queue.push(sample);
    this.#log.queued(this.#queue);
    this.#sendSamples();
  }

  pushListeners(list: ListenerList, atMs: number): void {
    const key = JSON.stringify(list);
    if (key === this.#listeners?.key) return;
    this.#listeners = { key, atMs, list };
    this.#sendListeners();
  }

  pushSysctls(sysctls: Sysctls): void {
    if (this.#online) this.#connection?.send(jsonFrame(FRAME.SYSCTLS, sysctls));
  }

  #begin(welcome: Welcome): void {
    this.#online = true;
    this.#lastSent = null;
    this.#queue.rewind();
    this.#log.welcomed(welcome, this.#queue.size);
    this.#sendSamples();
    this.#sendListeners();
    const sysctls = this.#options.latestSysctls();
    if (sysctls !== null) this.pushSysctls(sysctls);
  }

  #sendSamples(): void {
    if (!this.#online) return;
    for (let sample = this.#queue.takeUnsent(); sample !== undefined; sample = this.#queue.takeUnsent()) {
      this.#connection?.send(frameOf(FRAME.SAMPLE, encodeSample(sample, this.#lastSent)));
      this.#lastSent = sample;
    }
  }

  #sendListeners(): void {
    if (!this.#online || this.#listeners === null) return;
    const { atMs, list } = this.#listeners;
    this.#connection?.send(jsonFrame(FRAME.LISTENERS, { atMs, ...list }));
  }

  #acknowledge(ack: Ack): void {
    // Only now has the server shown that it can do its work: a welcome alone does not end the backing off.
    this.#failures = 0;
    this.#queue.acknowledge(ack.epochMs, ack.ackedThrough);
    this.#log.acknowledged(ack);
  }

  #end(end: ConnectionEnd): void {
    this.#connection = null;
    this.#online = false;
    if (this.#whenEnded === null) this.#retryAfter(end);
    else this.#whenEnded();
  }

  #retryAfter(end: ConnectionEnd): void {
    const delayMs = retryDelayMs(end, this.#failures, this.#backoff, (this.#options.random ?? Math.random)());
    this.#failures += 1;
    this.#log.ended(end, delayMs, this.#queue.size);
    this.#retry = setTimeout(() => this.start(), delayMs);
  }
}
