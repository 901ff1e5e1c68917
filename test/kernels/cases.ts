/** Layers to run: deterministic, and every number an f32. */

import { DENSE_FROM } from '../../src/kernels/layout.ts';
import type { Activation } from '../../src/network/index.ts';
import { networkStream, normals, openStream, PURPOSE, uniform01 } from '../../src/random/index.ts';
import type { Increments, Layer } from './increments.ts';
import { SMOOTH } from './smooth.ts';

export const ACTIVATIONS: Activation[] = [
  { name: 'relu' },
  { name: 'leaky-relu', slope: 0.3 },
  { name: 'leaky-relu', slope: -7.1 },
  { name: 'abs' },
  { name: 'linear' },
  { name: 'hard-tanh' },
  ...SMOOTH,
];
export const GAINS = [1, 0.125, Math.fround(0.37), Math.fround(2.9)];
/** From steps as long as the points are far from the origin down to steps that no longer move them. */
export const UNITS = [1, Math.fround(0.3), 2 ** -20, 2 ** -60, 0];
/** Densities that `panelLayout` gives to either product. */
export const PRODUCTS = [
  ['sparse', DENSE_FROM / 2],
  ['dense', 1],
] as const;

/**
 * Entries of one f32 matrix, standard normal, each kept with probability `density`; deterministic in `name`.
 */
export function matrix(name: number, rows: number, columns: number, density = 1): number[][] {
  const stream = openStream(networkStream(77, name, 0, PURPOSE.value, 0));
  return Array.from({ length: rows }, () =>
    Array.from(normals(stream, columns), (x) => (uniform01(stream) < density ? Math.fround(x) : 0)),
  );
}

/** A curve whose steps are as long as its first point is far from the origin. */
function walk(name: number, dim: number, points: number): Increments {
  const drawn = matrix(name, dim, points);
  return {
    first: drawn.map((row) => row[0]!),
    steps: drawn.map((row) => row.map((x, t) => (t === 0 ? 0 : x))),
  };
}

export function layerOf(rows: number, fanIn: number, points: number, density: number, choice = 1): Layer {
  const name = (rows * 128 + fanIn) * 128 + points;
  const gain = GAINS[choice % GAINS.length]!;
  return {
    weights: matrix(name, rows, fanIn, density),
    biases: matrix(name + 2 ** 30, 1, rows)[0]!.map((b) => (choice % 3 === 0 ? 0 : b)),
    input: walk(name + 2 ** 31, fanIn, points),
    pointGain: gain,
    stepGain: gain,
    unit: 1,
    activation: ACTIVATIONS[choice % ACTIVATIONS.length]!,
  };
}
