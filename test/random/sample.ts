/**
 * Samples of what the kernels draw, and bands for their averages: within 4 standard errors of the
 * expectation. Seeds are fixed, so a test fails always or never; over fresh seeds each band would fail once
 * in 16,000.
 */

import { expect } from 'vitest';
import { lawNumber, unitValues } from '../../src/kernels/abi.ts';
import { keptRoom } from '../../src/kernels/layout.ts';
import type { Law } from '../../src/network/index.ts';
import { COMPARE_FROM } from '../../src/random/definition.ts';
import { PURPOSE } from '../../src/random/index.ts';
import { arena } from '../kernels/kernels.ts';

export const memory = await arena();
export const GAUSSIAN: Law = { kind: 'gaussian' };
export const UNIFORM: Law = { kind: 'uniform' };
export const SIGNS: Law = { kind: 'discrete', values: [-1, 1] };
const SET: Law = { kind: 'discrete', values: [-5, -2, -1, 1, 2, 5] };

export interface Name {
  readonly seed?: number;
  readonly network?: number;
  readonly layer?: number;
  readonly purpose?: number;
  readonly block?: number;
}
export const DEFAULT = { seed: 2024, network: 0, layer: 1, purpose: PURPOSE.value, block: 0 } as const;

/** Variates of one stream. */
export function variates(law: Law, count: number, name: Name = {}): Float32Array {
  const { seed, network, layer, purpose, block } = { ...DEFAULT, ...name };
  memory.reset();
  const values = lawNumber(law) === 3 ? unitValues(law) : [];
  const table = memory.reserve(4 * values.length);
  const out = memory.reserve(4 * count + 32);
  memory.f32(table, values.length).set(values);
  const code = lawNumber(law);
  memory.kernels.drawVariates(seed, network, layer, purpose, block, out, count, code, table, values.length);
  return memory.f32(out, count).slice();
}

/** One long sample, from the streams of 64 networks. */
export function sample(law: Law, count: number): Float32Array {
  const networks = 64;
  const all = new Float32Array(count);
  for (let i = 0; i < networks; i++)
    all.set(variates(law, count / networks, { network: i }), (i * count) / networks);
  return all;
}

/** Kept entries of one block as 0 and 1. */
export function mask(density: number, rows: number, fanIn: number, name: Name = {}): Uint8Array {
  const { seed, network, layer, block } = { ...DEFAULT, ...name };
  memory.reset();
  const room = keptRoom(rows * fanIn, density);
  const counts = memory.reserve(4 * rows);
  const offsets = memory.reserve(4 * room);
  const skips = density < COMPARE_FROM;
  const end = offsets + 4 * room;
  memory.kernels.drawMask(seed, network, layer, block, rows, fanIn, density, skips, 1, counts, offsets, end);
  const entries = new Uint8Array(rows * fanIn);
  let at = 0;
  memory.u32(counts, rows).forEach((count, row) => {
    for (const column of memory.u32(offsets + 4 * at, count)) entries[row * fanIn + column] = 1;
    at += count;
  });
  return entries;
}

/**
 * Asserts that the average of n numbers of standard deviation `sd` lies within 4 standard errors of its
 * expectation.
 */
export function expectAverage(what: string, average: number, expected: number, sd: number, n: number): void {
  const k = sd === 0 ? (average === expected ? 0 : Infinity) : (average - expected) / (sd / Math.sqrt(n));
  const report = `${what}: ${average} against ${expected}, k = ${k} standard errors, seed ${DEFAULT.seed}, n = ${n}`;
  expect(Math.abs(k), report).toBeLessThan(4);
}

export function average(n: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += term(i);
  return sum / n;
}

/** Even moments 2, 4, 6, 8 of each law at unit variance: of a uniform variate 3^j / (2j + 1). */
export const MOMENTS: [string, Law, number[]][] = [
  ['Gaussian', GAUSSIAN, [1, 3, 15, 105]],
  ['uniform', UNIFORM, [1, 9 / 5, 27 / 7, 9]],
  ['±1', SIGNS, [1, 1, 1, 1]],
  ['±{1, 2, 5}', SET, [1, 2, 3, 4].map((j) => (1 + 4 ** j + 25 ** j) / 3 / 10 ** j)],
];

/** Correlation of two samples, and of their squares where those vary. */
export function expectUncorrelated(what: string, x: Float32Array, y: Float32Array, kurtosis: number): void {
  const n = Math.min(x.length, y.length);
  expectAverage(
    what,
    average(n, (i) => x[i]! * y[i]!),
    0,
    1,
    n,
  );
  if (kurtosis === 1) return;
  const product = (i: number) => (x[i]! ** 2 - 1) * (y[i]! ** 2 - 1);
  expectAverage(`${what}, squares`, average(n, product), 0, kurtosis - 1, n);
}
