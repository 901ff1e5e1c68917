/** Made-up results for the tests of the report: lengths that wobble around a law, with theory to match. */

import { type CellParameters, parseExperiment } from '../../src/experiment/index.ts';
import type { LengthRecord } from '../../src/measure/index.ts';
import type { MeasuredCell, Provenance, ResultDocument } from '../../src/result/document.ts';
import { resultDocument } from '../../src/result/document.ts';
import type { GrowthTheory, LayerTheory } from '../../src/theory/types.ts';

export interface MadeUp {
  readonly parameters?: CellParameters;
  readonly depth?: number;
  readonly networks?: number;
  /** True growth per layer. */
  readonly growth?: number;
  /** Relative spread of one network's growth. */
  readonly spread?: number;
  /** Growth per layer of the Price–Tanner bound. */
  readonly priceTanner?: number;
  readonly exact?: boolean;
}

export function madeUpCell(made: MadeUp): MeasuredCell {
  const { parameters = {}, depth = 10, networks = 60, growth = 1, spread = 0.1 } = made;
  return {
    parameters,
    estimator: 'polyline',
    draw: 'weights',
    input: { length: 2, angle: 1.25, dim: 100 },
    widths: new Array<number>(depth).fill(100),
    record: madeUpRecord(depth, networks, growth, spread),
    theory: Array.from({ length: depth }, (_, i) => madeUpTheory(i + 1, growth, made)),
    counts: Array.from({ length: depth }, () => ({ transitions: { exact: null }, regions: { exact: null } })),
  };
}

/** Of a result that was made up. */
export const EXPERIMENT = parseExperiment({});
export const PROVENANCE: Provenance = {
  version: '0.0.0',
  kernels: 'simd128',
  kernelsSha256: '',
  threads: 1,
  wallSeconds: 0,
};

export function madeUpDocument(cells: readonly MadeUp[]): ResultDocument {
  return resultDocument(EXPERIMENT, PROVENANCE, cells.map(madeUpCell));
}

function madeUpRecord(depth: number, networks: number, growth: number, spread: number): LengthRecord {
  const size = depth * networks;
  const record = { first: 0, networks, depth, exponent: new Int32Array(size) };
  const length = new Float64Array(size);
  for (let i = 0; i < networks; i++) {
    let x = 2;
    let e = 0;
    for (let l = 0; l < depth; l++) {
      x *= growth * (1 + spread * wobble(i * depth + l));
      for (; x >= 2; e++) x /= 2;
      for (; x < 1 && x > 0; e--) x *= 2;
      length[i * depth + l] = x;
      record.exponent[i * depth + l] = e;
    }
  }
  return { ...record, length, preLength: length.map((x) => x * 1.5), measures: {} };
}

/** Between -1 and 1, mean 0: the fractional part of multiples of the golden ratio. */
function wobble(index: number): number {
  const x = (index + 1) * 0.6180339887498949;
  return 2 * (x - Math.floor(x)) - 1;
}

function madeUpTheory(layer: number, growth: number, made: MadeUp): LayerTheory {
  const { priceTanner = 0.4 * growth, exact = true } = made;
  const all = (power: number): GrowthTheory => ({
    priceTanner: priceTanner ** power,
    priceTannerSharp: priceTanner ** power,
    lower: (0.97 * growth) ** power,
    exact: exact ? growth ** power : null,
    upper: (1.02 * growth) ** power,
    approximate: growth ** power,
  });
  return { layer, ratio: all(layer), growth: all(1) };
}
