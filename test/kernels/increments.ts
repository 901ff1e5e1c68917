/** Curves as the kernels keep them, and what a layer makes of one, in double precision. */

import { referenceLayer } from '../../src/kernels/reference/index.ts';
import type { Activation } from '../../src/network/index.ts';
import { phi, pieceOf, pieces, valueAt } from './pieces.ts';
import { meanSlope, smooth } from './smooth.ts';

/**
 * A curve with coordinates j and points t: its first point, and the steps from point to point in some unit.
 */
export interface Increments {
  readonly first: readonly number[];
  /** `steps[j][t]` leads from point t - 1 to point t; entry 0 is 0. */
  readonly steps: readonly (readonly number[])[];
}

/** `points[j][t]`, each step worth `unit`. */
export function pointsOf({ first, steps }: Increments, unit: number): number[][] {
  return steps.map((row, j) => {
    let walked = 0;
    return row.map((step) => {
      walked += step;
      return first[j]! + unit * walked;
    });
  });
}

/** The increments, in units of 1, of `points[j][t]`. */
export function incrementsOf(points: readonly (readonly number[])[]): Increments {
  return {
    first: points.map((row) => row[0]!),
    steps: points.map((row) => row.map((x, t) => (t === 0 ? 0 : x - row[t - 1]!))),
  };
}

/** Squared lengths of the steps, `squares[t]`. */
export function squaresOf(steps: readonly (readonly number[])[]): number[] {
  return steps[0]!.map((_, t) => steps.reduce((sum, row) => sum + row[t]! ** 2, 0));
}

export interface Layer {
  /** `weights[row][j]`; a weight of 0 counts as masked. */
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
  readonly input: Increments;
  /** First points are h = pointGain (W z + b), steps stepGain W dz, each worth `unit` in terms of h. */
  readonly pointGain: number;
  readonly stepGain: number;
  readonly unit: number;
  readonly activation: Activation;
}

/**
 * What a layer makes of a curve. A step that stays on one linear piece, or of a smooth activation, is never a
 * difference of points, so that it is exact however short it is beside them.
 */
export function exactLayer(layer: Layer): { readonly h: Increments; readonly z: Increments } {
  const { weights, biases, input, pointGain, stepGain, unit, activation } = layer;
  const linear = { name: 'linear' } as const;
  const start = input.first.map((x) => [x]);
  const h = {
    first: referenceLayer(weights, biases, start, pointGain, linear).h.map(([x]) => x!),
    steps: referenceLayer(weights, new Array(weights.length).fill(0), input.steps, stepGain, linear).h,
  };
  const points = pointsOf(h, unit);
  const steps = h.steps.map((row, i) =>
    row.map((step, t) => (t === 0 ? 0 : stepOf(activation, points[i]![t - 1]!, points[i]![t]!, step, unit))),
  );
  return { h, z: { first: h.first.map((x) => phi(activation, x)), steps } };
}

/** Step of z, in units of `unit`, where h goes from `before` to `now` by `step`. */
function stepOf(activation: Activation, before: number, now: number, step: number, unit: number): number {
  const curved = smooth(activation);
  if (curved !== null) {
    // A long step loses nothing to a difference that its tolerance does not allow.
    if (Math.abs(unit * step) > 1) return (curved.value(now) - curved.value(before)) / unit;
    return step * meanSlope(curved, before, unit * step);
  }
  const broken = pieces(activation);
  const piece = pieceOf(broken, now);
  if (piece === pieceOf(broken, before)) return broken.slopes[piece]! * step;
  return (valueAt(broken, now) - valueAt(broken, before)) / unit;
}
