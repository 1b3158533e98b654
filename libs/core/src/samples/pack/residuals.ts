import type { BitReader } from "./bit-reader.js";
import type { BitWriter } from "./bit-writer.js";
import { countBits, readCount, writeCount } from "./numbers.js";
import { readParameter, readRice, riceCost, writeParameter, writeRice } from "./rice.js";

/**
 * Residuals as bits, in the cheaper of two forms.
 *
 *   dense    the parameter, then each residual
 *   sparse   how many are not 0; if any: the parameters, then of each the zeros before it and itself less 1
 */
export interface Dense {
  readonly sparse: false;
  readonly bits: number;
  readonly parameter: number;
}

export interface Sparse {
  readonly sparse: true;
  readonly bits: number;
  readonly nonZero: number;
  readonly gapParameter: number;
  readonly parameter: number;
}

/** Finds the cheaper form. It has buffers of its own, for `capacity` residuals. */
export class ResidualPlanner {
  readonly #gaps: Float64Array;
  readonly #rests: Float64Array;

  constructor(capacity: number) {
    this.#gaps = new Float64Array(capacity);
    this.#rests = new Float64Array(capacity);
  }

  plan(residuals: Float64Array, count: number): Dense | Sparse {
    const nonZero = countNonZero(residuals, count);
    const { parameter, bits } = riceCost(residuals, count);
    const dense: Dense = { sparse: false, parameter, bits };
    // With as many as this, a bit for each zero is cheaper than saying where the others are.
    if (nonZero * 2 > count) return dense;
    const sparse = this.#planSparse(residuals, count, nonZero);
    return sparse.bits < dense.bits ? sparse : dense;
  }

  #planSparse(residuals: Float64Array, count: number, nonZero: number): Sparse {
    if (nonZero === 0) return { sparse: true, bits: countBits(0), nonZero, gapParameter: 0, parameter: 0 };
    let found = 0;
    let gap = 0;
    for (let index = 0; index < count; index++) {
      const residual = residuals[index] ?? 0;
      if (residual === 0) gap++;
      else {
        this.#gaps[found] = gap;
        this.#rests[found++] = residual - 1;
        gap = 0;
      }
    }
    const gaps = riceCost(this.#gaps, found);
    const rests = riceCost(this.#rests, found);
    const bits = countBits(nonZero) + gaps.bits + rests.bits;
    return { sparse: true, bits, nonZero, gapParameter: gaps.parameter, parameter: rests.parameter };
  }
}

function countNonZero(residuals: Float64Array, count: number): number {
  let nonZero = 0;
  for (let index = 0; index < count; index++) if (residuals[index] !== 0) nonZero++;
  return nonZero;
}

export function writeResiduals(
  out: BitWriter,
  plan: Dense | Sparse,
  residuals: Float64Array,
  count: number,
): void {
  if (plan.sparse) writeSparse(out, plan, residuals, count);
  else {
    writeParameter(out, plan.parameter);
    for (let index = 0; index < count; index++) writeRice(out, residuals[index] ?? 0, plan.parameter);
  }
}

function writeSparse(out: BitWriter, plan: Sparse, residuals: Float64Array, count: number): void {
  writeCount(out, plan.nonZero);
  if (plan.nonZero === 0) return;
  writeParameter(out, plan.gapParameter);
  writeParameter(out, plan.parameter);
  let gap = 0;
  for (let index = 0; index < count; index++) {
    const residual = residuals[index] ?? 0;
    if (residual === 0) gap++;
    else {
      writeRice(out, gap, plan.gapParameter);
      writeRice(out, residual - 1, plan.parameter);
      gap = 0;
    }
  }
}

/** Reads `count` residuals. @returns false for bytes that no encoder made. */
export function readDense(reader: BitReader, residuals: Float64Array, count: number): boolean {
  const parameter = readParameter(reader);
  if (parameter === null) return false;
  for (let index = 0; index < count; index++) {
    const residual = readRice(reader, parameter);
    if (residual === null) return false;
    residuals[index] = residual;
  }
  return true;
}

/** Reads `count` residuals. @returns false for bytes that no encoder made. */
export function readSparse(reader: BitReader, residuals: Float64Array, count: number): boolean {
  residuals.fill(0, 0, count);
  const nonZero = readCount(reader);
  if (nonZero === null || nonZero > count) return false;
  if (nonZero === 0) return true;
  const gapParameter = readParameter(reader);
  const parameter = readParameter(reader);
  if (gapParameter === null || parameter === null) return false;
  let next = 0;
  for (let found = 0; found < nonZero; found++) {
    const gap = readRice(reader, gapParameter);
    const rest = readRice(reader, parameter);
    if (gap === null || rest === null || next + gap >= count) return false;
    residuals[next + gap] = rest + 1;
    next += gap + 1;
  }
  return true;
}
