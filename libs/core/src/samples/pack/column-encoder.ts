import { assertWhole } from "../varint.js";
import { BitWriter } from "./bit-writer.js";
import type { ColumnEntry } from "./directory.js";
import { sizedBits, writeSized } from "./numbers.js";
import { writePresence } from "./presence.js";
import { type Dense, ResidualPlanner, type Sparse, writeResiduals } from "./residuals.js";
import { TRANSFORMS } from "./transforms.js";

interface Candidate {
  readonly transform: number;
  readonly head: readonly number[];
  readonly plan: Dense | Sparse;
  readonly bits: number;
}

/** Encodes the columns of one pack, one after the other, each in the cheapest way; `bodies` gathers the coded ones. */
export class ColumnEncoder {
  readonly bodies = new BitWriter();
  readonly #count: number;
  readonly #present: Uint8Array;
  readonly #figures: Float64Array;
  /** By place in TRANSFORMS. */
  readonly #residuals: readonly Float64Array[];
  readonly #planner: ResidualPlanner;

  /** @param count figures of each column, nulls included. */
  constructor(count: number) {
    this.#count = count;
    this.#present = new Uint8Array(count);
    this.#figures = new Float64Array(count);
    this.#residuals = TRANSFORMS.map(() => new Float64Array(count));
    this.#planner = new ResidualPlanner(count);
  }

  /** @throws RangeError when a figure is not a whole number from 0 to 2^53-1 (or null). */
  encode(figureAt: (index: number) => number | null): ColumnEntry {
    const there = this.#gather(figureAt);
    if (there === 0) return { kind: "constant", figure: null };
    if (there === this.#count && this.#isConstant()) {
      return { kind: "constant", figure: this.#figures[0] ?? 0 };
    }
    return this.#write(there, this.#cheapest(there));
  }

  #gather(figureAt: (index: number) => number | null): number {
    let there = 0;
    for (let index = 0; index < this.#count; index++) {
      const figure = figureAt(index);
      this.#present[index] = figure === null ? 0 : 1;
      if (figure === null) continue;
      assertWhole(figure);
      this.#figures[there++] = figure;
    }
    return there;
  }

  #isConstant(): boolean {
    const first = this.#figures[0];
    for (let index = 1; index < this.#count; index++) if (this.#figures[index] !== first) return false;
    return true;
  }

  #cheapest(there: number): Candidate {
    let best: Candidate | null = null;
    for (let transform = 0; transform < TRANSFORMS.length; transform++) {
      const candidate = this.#candidate(transform, there);
      if (candidate !== null && (best === null || candidate.bits < best.bits)) best = candidate;
    }
    if (best === null) throw new Error("unreachable: the first transform takes every column");
    return best;
  }

  #candidate(transform: number, there: number): Candidate | null {
    const how = TRANSFORMS[transform];
    const residuals = this.#residuals[transform];
    if (how === undefined || residuals === undefined || there < how.lag) return null;
    const head = how.take(this.#figures, there, residuals);
    if (head === null) return null;
    const plan = this.#planner.plan(residuals, there - how.lag);
    const bits = head.reduce((sum, number) => sum + sizedBits(number), plan.bits);
    return { transform, head, plan, bits };
  }

  #write(there: number, { transform, head, plan }: Candidate): ColumnEntry {
    const { bodies } = this;
    const start = bodies.length;
    const hasNulls = there < this.#count;
    if (hasNulls) writePresence(bodies, this.#present, this.#count);
    for (const number of head) writeSized(bodies, number);
    const residuals = this.#residuals[transform] ?? this.#figures;
    writeResiduals(bodies, plan, residuals, there - (TRANSFORMS[transform]?.lag ?? 0));
    bodies.align();
    const coding = { transform, sparse: plan.sparse, hasNulls };
    return { kind: "coded", coding, length: bodies.length - start };
  }
}
