/**
 * Measures of the image of a curve in one layer, from samples and derivatives; what each means stands in
 * `experiment/measures.ts`.
 */
import { LAGS } from '../experiment/measures.ts';
import { turningAngle as turningOf } from '../numeric/turning.ts';
import type { CurveLayer } from './curve-image.ts';
import { curveMean, dotAt, dots } from './curve-rows.ts';
import type { Scaled } from './record.ts';

export function q({ pre, width, scales }: CurveLayer): Scaled {
  const { mantissa, exponent } = scales.points;
  const square = curveMean(dots(pre.points, pre.points, width)) / width;
  return { value: square * mantissa * mantissa, exponent: 2 * exponent };
}

export function metric({ pre, width, scales }: CurveLayer): Scaled {
  const square = curveMean(dots(pre.velocities, pre.velocities, width)) / width;
  return { value: square, exponent: 2 * scales.velocities };
}

export function speed({ pre, width, scales }: CurveLayer): Scaled {
  const speeds = dots(pre.velocities, pre.velocities, width).map(Math.sqrt);
  return { value: curveMean(speeds), exponent: scales.velocities };
}

/**
 * |a⊥|² / |v|² at every sample, a⊥ being the part of the acceleration across the velocity; NaN where the
 * curve rests.
 */
function bends({ pre, width, samples }: CurveLayer): Float64Array {
  const { velocities: v, accelerations: a } = pre;
  return Float64Array.from({ length: samples }, (_, t) => {
    const square = dotAt(v, t, v, t, width);
    const along = dotAt(v, t, a, t, width) / square;
    let across = 0;
    for (let i = t * width; i < (t + 1) * width; i++) across += (a[i]! - along * v[i]!) ** 2;
    return across / square;
  });
}

/** N κ², κ = |a⊥| / |v|². */
export function curvature2(layer: CurveLayer): Scaled {
  const { pre, width, scales } = layer;
  const squares = dots(pre.velocities, pre.velocities, width);
  const curvatures = bends(layer).map((bend, t) => (width * bend) / squares[t]!);
  return { value: curveMean(curvatures), exponent: 2 * (scales.accelerations - 2 * scales.velocities) };
}

/** ∫ |a⊥| / |v| dτ over `span`. */
export function gaussMapLength(layer: CurveLayer, span: number): Scaled {
  const { velocities, accelerations } = layer.scales;
  return { value: span * curveMean(bends(layer).map(Math.sqrt)), exponent: accelerations - velocities };
}

/** From tangents: neighbouring samples may lie too near to each other for the difference of their images. */
export function turningAngle({ post, width }: CurveLayer): number {
  const speeds = dots(post.velocities, post.velocities, width).map(Math.sqrt);
  return turningOf(post.velocities, width, speeds);
}

export function chordDeviation({ post, width, samples, scales }: CurveLayer): Scaled {
  const { points: z } = post;
  const last = (samples - 1) * width;
  const distances = Float64Array.from({ length: samples }, (_, t) => {
    const share = t / (samples - 1);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      sum += (z[t * width + i]! - (1 - share) * z[i]! - share * z[last + i]!) ** 2;
    }
    return Math.sqrt(sum);
  });
  const { mantissa, exponent } = scales.points;
  return { value: curveMean(distances) * mantissa, exponent };
}

export function correlation({ pre, width, samples }: CurveLayer): number {
  return cosine(pre.points, 0, samples - 1, width);
}

function cosine(h: Float32Array, s: number, t: number, dim: number): number {
  return dotAt(h, s, h, t, dim) / Math.sqrt(dotAt(h, s, h, s, dim) * dotAt(h, t, h, t, dim));
}

/**
 * Mean cosine at each of `LAGS`, over all pairs of samples so far apart: between whole steps linear in the
 * lag, exact where 48 divides the number of steps. A closed curve goes on at its beginning.
 */
export function autocorrelation(
  {
    pre,
    width,
    samples,
  }: { readonly pre: { readonly points: Float32Array }; readonly width: number; readonly samples: number },
  closed: boolean,
): number[] {
  const steps = samples - 1;
  const unit = pre.points.slice();
  for (let t = 0; t < samples; t++) {
    const norm = Math.sqrt(dotAt(unit, t, unit, t, width));
    for (let i = t * width; i < (t + 1) * width; i++) unit[i] = unit[i]! / norm;
  }
  const known = new Map<number, number>();
  const at = (lag: number): number => {
    let [sum, pairs] = [0, 0];
    for (let t = 0; t < (closed ? steps : samples - lag); t++) {
      const cosine = dotAt(unit, t, unit, closed ? (t + lag) % steps : t + lag, width);
      // A point at the origin makes no angle with any other.
      if (Number.isNaN(cosine)) continue;
      sum += cosine;
      pairs++;
    }
    return sum / pairs;
  };
  const mean = (lag: number) => {
    if (!known.has(lag)) known.set(lag, at(lag));
    return known.get(lag)!;
  };
  return LAGS.map((_, j) => {
    const position = ((j + 1) * steps) / (2 * LAGS.length);
    const lag = Math.floor(position);
    const share = position - lag;
    return share === 0 ? mean(lag) : (1 - share) * mean(lag) + share * mean(lag + 1);
  });
}
