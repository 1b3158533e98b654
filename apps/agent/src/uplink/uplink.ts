import {
  type Ack,
  AGENT_PATH,
  type Condition,
  FRAME,
  type Hello,
  jsonFrame,
  type Namespaces,
  type Owners,
  type OwnersRequest,
  type RecordAck,
  type Sysctls,
  type Welcome,
} from "@fourtuple/contracts/agent";
import type { Sample, TopLists } from "@fourtuple/core/samples";
import type { Logger } from "pino";
import type { ListenerList } from "../collectors/listeners.js";
import type { RecordSource } from "../spool/spool.js";
import { Connection, type ConnectionTiming, DEFAULT_TIMING } from "./connection.js";
import { LatestFrames } from "./latest-frames.js";
import { LiveFrames } from "./live-frames.js";
import { OwnersDesk } from "./owners-desk.js";
import { RecordWindow } from "./record-window.js";
import { type BackoffLimits, backoffLimitsFor, type ConnectionEnd, retryDelayMs } from "./retry-delay.js";
import { createUplinkLog, type UplinkLog } from "./uplink-log.js";
import { CLOGGED_BYTES, type Wire } from "./wire.js";

/** A connection that held for as long as the longest wait between tries was a good one, whatever it carried. */
const PROVEN_MS = 60_000;
/** Replaced twice within this time is no accident (judgement). */
const REPLACED_AGAIN_MS = 600_000;

/** A COMMIT on a busy database may take seconds, never minutes (judgement). */
const STUCK_MS = 120_000;

export interface UplinkTiming extends ConnectionTiming {
  /** Records that wait longer than this for any answer are told of; 2 minutes unless given. */
  readonly stuckAfterMs?: number;
}

export interface UplinkOptions {
  readonly serverUrl: string;
  /** Our `hello` to a challenge with this nonce. */
  readonly answer: (nonce: string) => Hello;
  /** All settings as last read, null before the first reading. */
  readonly latestSysctls: () => Sysctls | null;
  /** Where what must arrive is kept until the server has it. */
  readonly spool: RecordSource;
  /** Who holds the sockets of the top lists; the `requestId` of its answer is not looked at. */
  readonly onOwnersRequest?: (request: OwnersRequest) => Promise<Owners>;
  readonly log: Logger;
  readonly timing?: UplinkTiming;
  readonly backoff?: BackoffLimits;
  readonly random?: () => number;
}

/**
 * The way to the server. Samples go out as they are taken and are not waited for; what must arrive are the
 * records of the spool, which follow behind them and stay there until the server has stored each. Of
 * listeners, settings, top lists, the agent's condition and other namespaces only the present state matters:
 * it is sent whole after each connect, and then when it changes.
 */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #backoff: BackoffLimits;
  readonly #log: UplinkLog;
  readonly #live = new LiveFrames();
  readonly #latest = new LatestFrames();
  readonly #records: RecordWindow;
  readonly #owners: OwnersDesk;
  #connection: Connection | null = null;
  /** The connection once the server has said welcome. */
  #wire: Wire | null = null;
  #welcomedMs = 0;
  #failures = 0;
  #replacedMs = Number.NEGATIVE_INFINITY;
  #toldStuck = false;
  #retry: NodeJS.Timeout | undefined;
  #whenEnded: (() => void) | null = null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? backoffLimitsFor(options.serverUrl);
    this.#log = createUplinkLog(options.log, options.serverUrl);
    this.#records = new RecordWindow(options.spool);
    this.#owners = new OwnersDesk(options.onOwnersRequest);
  }

  start(): void {
    const connection = new Connection({
      url: `${this.#options.serverUrl}${AGENT_PATH}`,
      timing: this.#options.timing ?? DEFAULT_TIMING,
      answer: this.#options.answer,
      handlers: {
        onWelcome: (welcome) => this.#begin(connection, welcome),
        onAck: (ack) => this.#takeAck(ack),
        onRecordAck: (ack) => this.#takeRecordAck(ack),
        onOwnersRequest: (request) => {
          if (this.#wire !== null) void this.#owners.answer(this.#wire, request);
        },
        onMalformed: (reason) => this.#log.malformed(reason),
        onEnd: (end) => this.#end(end),
      },
    });
    this.#connection = connection;
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

  /** Shows a sample. It must be in the spool already: what is sent here may be lost. */
  pushSample(sample: Sample): void {
    if (this.#wire === null) return;
    this.#live.send(this.#wire, sample);
    this.#watchRecords();
  }

  pushListeners(list: ListenerList, atMs: number): void {
    this.#latest.putListeners(this.#wire, list, atMs);
  }

  pushSysctls(sysctls: Sysctls): void {
    this.#wire?.send(jsonFrame(FRAME.SYSCTLS, sysctls));
  }

  /** May be called with each census; what is too much or says nothing new stays here. */
  pushTopLists(lists: TopLists): void {
    this.#latest.putTopLists(this.#wire, lists);
  }

  pushCondition(condition: Condition): void {
    this.#latest.putCondition(this.#wire, condition);
  }

  pushNamespaces(namespaces: Namespaces): void {
    this.#latest.putNamespaces(this.#wire, namespaces);
  }

  #begin(connection: Connection, welcome: Welcome): void {
    const { spool, latestSysctls } = this.#options;
    const wire: Wire = {
      send: (frame) => connection.send(frame),
      isClogged: () => connection.backlogBytes > CLOGGED_BYTES,
    };
    this.#wire = wire;
    this.#welcomedMs = performance.now();
    this.#log.welcomed(welcome, spool.status().records);
    this.#live.begin(wire, spool.openMinute());
    this.#latest.begin(wire);
    const sysctls = latestSysctls();
    if (sysctls !== null) this.pushSysctls(sysctls);
    if (welcome.takesRecords) this.#records.begin(wire, welcome.recordKinds ?? null);
  }

  #takeAck({ rejected }: Ack): void {
    this.#failures = 0;
    const first = rejected[0];
    if (first !== undefined) this.#log.rejected(first.reason);
  }

  #takeRecordAck(ack: RecordAck): void {
    if (!this.#records.answered(ack)) return;
    // Only now has the server shown that it can do its work: a welcome alone does not end the backing off.
    this.#failures = 0;
    this.#log.answered(ack);
  }

  /** Asked with each sample: an uplink without samples has nothing to wait for. Each silence is told once. */
  #watchRecords(): void {
    const stuckMs = this.#records.stuckMs();
    if (stuckMs < (this.#options.timing?.stuckAfterMs ?? STUCK_MS)) {
      this.#toldStuck = false;
    } else if (!this.#toldStuck) {
      this.#toldStuck = true;
      this.#log.unanswered(Date.now() - stuckMs, this.#options.spool.status().records);
    }
  }

  #end(end: ConnectionEnd): void {
    if (this.#wire !== null && performance.now() - this.#welcomedMs >= PROVEN_MS) this.#failures = 0;
    this.#connection = null;
    this.#wire = null;
    this.#records.end();
    if (this.#whenEnded === null) this.#retryAfter(this.#judge(end));
    else this.#whenEnded();
  }

  /**
   * A connection gives way to our own next one when the server had not noticed the end of it, so that being
   * replaced says something of another agent only when it happens again: then there is a tug of war.
   */
  #judge(end: ConnectionEnd): ConnectionEnd {
    if (end.kind !== "lost" || !end.isReplaced) return end;
    const nowMs = performance.now();
    const isAgain = nowMs - this.#replacedMs < REPLACED_AGAIN_MS;
    this.#replacedMs = nowMs;
    return { ...end, isReplaced: isAgain };
  }

  #retryAfter(end: ConnectionEnd): void {
    const delayMs = retryDelayMs(end, this.#failures, this.#backoff, (this.#options.random ?? Math.random)());
    this.#failures += 1;
    this.#log.ended(end, delayMs, this.#options.spool.status().records);
    this.#retry = setTimeout(() => this.start(), delayMs);
  }
}
