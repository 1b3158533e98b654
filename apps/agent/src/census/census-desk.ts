import type { TierCondition } from "@fourtuple/contracts/agent";
import { CENSUS_TIERS, type CensusSource, type CensusTier, type TopLists } from "@fourtuple/core/samples";
import type { Clock } from "../clock.js";
import type { CensusCollected, CensusCollector, ListenersCollected } from "../collectors/census.collector.js";
import { type SocketFigures, socketFigures } from "../governor/figures.js";
import {
  decide,
  type GovernorSettings,
  INITIAL_STATE,
  noteCensus,
  noteListeners,
} from "../governor/governor.js";
import type { Plan } from "../governor/intervals.js";
import { detectJump, type JumpState, rebase } from "../governor/jumps.js";
import { type LoadState, noteLoad, startLoad } from "../governor/process-load.js";
import { type Movement, noteMovement } from "../governor/stillness.js";
import {
  ageMs,
  composeStates,
  isPartial,
  type KnownStates,
  NOTHING_SEEN,
  noteSeen,
  type StateFigures,
} from "./known-states.js";
import { type PortFacts, UsablePorts } from "./port-facts.js";
import { TopListPace } from "./top-list-pace.js";
import { within } from "./within.js";

/** A sample waits so long for its censuses, and never more than this part of the interval (judgement). */
const LONGEST_WAIT_MS = 250;
const LONGEST_WAIT_PART = 0.25;
/** The wall clock moved against the monotonic one: it was set, or the host slept, which the latter does not count. */
const CLOCK_JUMP_MS = 2_000;

export interface CensusDeskOptions {
  readonly census: CensusCollector;
  readonly settings: GovernorSettings;
  readonly ports: () => PortFacts;
  readonly clock: Clock;
  /** CPU of this process since it began, user and system, µs. */
  readonly processCpuUs: () => number;
}

/** The moment of a sample, and what the pulse read for it, by metric id. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly values: readonly (number | null)[];
}

/** What is known about the sockets at that moment. */
export interface Look {
  readonly source: CensusSource;
  readonly partial: boolean;
  readonly states: StateFigures;
  readonly finWait2InTimeWait: number | null;
  readonly ages: Readonly<Record<CensusTier, number | null>>;
  readonly plan: Plan;
  /** Read for this sample; null when they could not be had, or not yet, or nothing moved. */
  readonly listeners: ListenersCollected | null;
  /** Of the censuses that ended since the look before. */
  readonly topLists: readonly TopLists[];
  readonly problems: readonly string[];
}

type LastCensus = Pick<TierCondition, "cpuUs" | "sockets" | "readAtMs">;

const UNAVAILABLE = { intervalMs: null, reason: "unavailable" } as const;
const NEVER: LastCensus = { cpuUs: null, sockets: null, readAtMs: null };

/**
 * Has LISTEN read with every sample that saw something move, and the censuses that the governor allows. A sample waits for them a
 * short while; a census that takes longer goes on in the background, and what it saw is in the samples after it.
 */
export class CensusDesk {
  readonly #options: CensusDeskOptions;
  #governor = INITIAL_STATE;
  #jumps: JumpState | null = null;
  #movement: Movement | null = null;
  #load: LoadState;
  #known: KnownStates = NOTHING_SEEN;
  #reading: Promise<void> | null = null;
  #listening: Promise<void> | null = null;
  #listeners: ListenersCollected | null = null;
  #listenersFresh = false;
  #last: Readonly<Record<CensusTier, LastCensus>> = { full: NEVER, troubled: NEVER, timeWait: NEVER };
  #sourceReason: string | null = null;
  #censusProblems: readonly string[] = [];
  #topLists: TopLists[] = [];
  readonly #pace = new TopListPace();
  readonly #usablePorts = new UsablePorts();
  #previous: Moment | null = null;

  constructor(options: CensusDeskOptions) {
    this.#options = options;
    this.#load = startLoad(options.clock.monotonicMs(), options.processCpuUs());
  }

  async look(moment: Moment): Promise<Look> {
    const { settings, clock } = this.#options;
    const figures = socketFigures(moment.values);
    const { run, isStill, plan } = this.#decide(moment, figures);
    this.#listenersFresh = false;
    if (isStill) return this.#describe(moment, plan);
    this.#listening ??= this.#readListeners();
    if (run !== null) this.#reading = this.#readTier(run, moment, figures);
    const work = run === null ? this.#listening : Promise.all([this.#listening, this.#reading]);
    await within(Math.min(LONGEST_WAIT_MS, settings.tickMs * LONGEST_WAIT_PART), work, clock);
    return this.#describe(moment, plan);
  }

  get cpuUsed(): number | null {
    return this.#load.cpuUsed;
  }

  get source(): { readonly source: CensusSource; readonly reason: string | null } {
    return { source: this.#source(), reason: this.#sourceReason };
  }

  /** The tiers in their fixed order, for those who want to know how often and why. */
  tiers(): TierCondition[] {
    const { plan, singleStates } = this.#governor;
    if (plan === null) return [];
    return CENSUS_TIERS.map((tier) => {
      // The plan is that of the sample before: what the census since then found out counts already.
      const isAvailable = this.#source() !== "none" && (tier === "full" || singleStates);
      const { intervalMs, reason } = isAvailable ? plan[tier] : UNAVAILABLE;
      return { tier, intervalMs, reason, ...this.#last[tier] };
    });
  }

  close(): void {
    this.#options.census.close();
  }

  #decide(moment: Moment, figures: SocketFigures) {
    const { settings, ports, processCpuUs } = this.#options;
    const nowMs = moment.monotonicMs;
    const { state, jumped } = detectJump(this.#jumps, moment.values, nowMs);
    this.#jumps = state;
    this.#load = noteLoad(this.#load, nowMs, processCpuUs(), settings.cpuBudget);
    this.#movement = noteMovement(this.#movement, moment.values, nowMs);
    const range = ports().range;
    const decision = decide(settings, this.#governor, {
      nowMs,
      figures,
      portCount: range === null ? null : range[1] - range[0] + 1,
      stretch: this.#load.stretch,
      jumped: jumped || clockJumped(this.#previous, moment),
      // A count that failed or is not whole is made again, whether something moved or not.
      movedAtMs: this.#known.seen.full?.partial === false ? this.#movement.movedAtMs : nowMs,
      busy: this.#reading !== null,
    });
    this.#governor = decision.state;
    this.#previous = moment;
    return decision;
  }

  async #readListeners(): Promise<void> {
    const collected = await this.#options.census.readListeners();
    this.#listeners = collected;
    this.#listenersFresh = true;
    this.#listening = null;
    this.#noteSource(collected);
    if (collected.cpuUs !== null) this.#governor = noteListeners(this.#governor, collected.cpuUs);
  }

  async #readTier(tier: CensusTier, moment: Moment, figures: SocketFigures): Promise<void> {
    const { census, ports } = this.#options;
    // The role of a connection rests on the ports that listen.
    await this.#listening;
    const lists = this.#pace.isDue(tier, moment.wallMs);
    const collected = await census.read(tier, ports(), { lists });
    this.#reading = null;
    this.#take(collected, moment);
    this.#governor = noteCensus(this.#governor, {
      tier,
      startedMs: moment.monotonicMs,
      cpuUs: collected.cpuUs,
      figures,
    });
    if (tier === "full") this.#jumps = rebase(this.#jumps);
  }

  #take(collected: CensusCollected, { monotonicMs, wallMs }: Moment): void {
    const { tier, source, counts, finWait2InTimeWait, partial, cpuUs, sockets, topLists } = collected;
    const seen = counts === null ? null : { counts, finWait2InTimeWait, partial, readMs: monotonicMs };
    this.#known = noteSeen(this.#known, tier, source, seen);
    this.#noteSource(collected);
    this.#censusProblems = collected.problems;
    if (seen === null) return;
    this.#last = { ...this.#last, [tier]: { cpuUs, sockets, readAtMs: wallMs } };
    if (topLists === null) return;
    this.#pace.made(tier, wallMs);
    this.#topLists.push(this.#complete(topLists, wallMs));
  }

  /** What answers the one question answers the other: the listeners tell it a little sooner. */
  #noteSource({ source, reason }: Pick<CensusCollected, "source" | "reason">): void {
    this.#sourceReason = reason;
    if (source !== "none") this.#governor = { ...this.#governor, singleStates: source === "sock_diag" };
  }

  #complete(topLists: NonNullable<CensusCollected["topLists"]>, atMs: number): TopLists {
    const facts = this.#options.ports();
    const listenPorts = (this.#listeners?.listeners ?? []).map(({ port }) => port);
    const usablePorts = this.#usablePorts.count(facts, listenPorts);
    return { ...topLists, atMs, portRange: facts.range, usablePorts };
  }

  #source(): CensusSource {
    // Before the first census has ended the listeners already tell what answers.
    return this.#known.seen.full === null ? (this.#listeners?.source ?? "none") : this.#known.source;
  }

  #describe({ monotonicMs, values }: Moment, plan: Plan): Look {
    const known = this.#known;
    const { currEstab, timeWait } = socketFigures(values);
    const listening = this.#listeners?.listening ?? null;
    const topLists = this.#topLists;
    this.#topLists = [];
    return {
      source: this.#source(),
      partial: isPartial(known) || this.#listeners?.partial === true,
      states: composeStates(known, { currEstab, timeWait, listening }, monotonicMs),
      finWait2InTimeWait: known.seen.troubled?.finWait2InTimeWait ?? null,
      ages: {
        full: ageMs(known, "full", monotonicMs),
        troubled: ageMs(known, "troubled", monotonicMs),
        timeWait: ageMs(known, "timeWait", monotonicMs),
      },
      plan,
      listeners: this.#listenersFresh ? this.#listeners : null,
      topLists,
      problems: [...new Set([...(this.#listeners?.problems ?? []), ...this.#censusProblems])],
    };
  }
}

function clockJumped(before: Moment | null, now: Moment): boolean {
  if (before === null) return false;
  const drift = now.wallMs - before.wallMs - (now.monotonicMs - before.monotonicMs);
  return Math.abs(drift) > CLOCK_JUMP_MS;
}
