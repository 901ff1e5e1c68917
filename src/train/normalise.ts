/**
 * Batch normalisation over a block of samples (Ioffe & Szegedy, 1502.03167), and its derivative; of channels
 * over samples and places.
 */
import { NORM_EPSILON } from './parameters.ts';
import type { WeightedLayer } from './weighted-layer.ts';

/**
 * Replaces W z in `h` by gain (W z - mean) / sd. Mean and variance, times `share`, go into the gradient's
 * places for them: the running ones follow from there. The variance there is that of a sample (n - 1).
 */
export function normalise(
  { shape, h, normalised, precision }: WeightedLayer,
  parameters: Float32Array,
  gradient: Float32Array,
  samples: number,
  share: number,
): void {
  const { width, columns, gains, means, variances } = shape;
  const [from, to] = [h.of, normalised!.of];
  const mean = new Float64Array(width);
  for (let s = 0, at = 0; s < samples; s++, at += columns)
    for (let i = 0; i < width; i++) mean[i] = mean[i]! + from[at + i]!;
  for (let i = 0; i < width; i++) mean[i] = mean[i]! / samples;
  const squares = new Float64Array(width);
  for (let s = 0, at = 0; s < samples; s++, at += columns)
    for (let i = 0; i < width; i++) {
      const off = from[at + i]! - mean[i]!;
      squares[i] = squares[i]! + off * off;
    }
  for (let i = 0; i < width; i++) {
    precision![i] = 1 / Math.sqrt(squares[i]! / samples + NORM_EPSILON);
    gradient[means + i] = share * mean[i]!;
    gradient[variances + i] = (share * squares[i]!) / Math.max(1, samples - 1);
  }
  for (let s = 0, at = 0; s < samples; s++, at += columns)
    for (let i = 0; i < width; i++) {
      const value = (from[at + i]! - mean[i]!) * precision![i]!;
      to[at + i] = value;
      from[at + i] = parameters[gains + i]! * value;
    }
}

/** Replaces the derivative by h in `d` by that by W z; writes the derivative by the gains. */
export function normaliseBack(
  { shape, d, normalised, precision }: WeightedLayer,
  parameters: Float32Array,
  gradient: Float32Array,
  samples: number,
): void {
  const { width, columns, gains } = shape;
  const [slopes, values] = [d.of, normalised!.of];
  const sum = new Float64Array(width);
  const along = new Float64Array(width);
  for (let s = 0, at = 0; s < samples; s++, at += columns)
    for (let i = 0; i < width; i++) {
      sum[i] = sum[i]! + slopes[at + i]!;
      along[i] = along[i]! + slopes[at + i]! * values[at + i]!;
    }
  const factor = Float64Array.from(precision!, (scale, i) => parameters[gains + i]! * scale);
  for (let i = 0; i < width; i++) gradient[gains + i] = along[i]!;
  for (let s = 0, at = 0; s < samples; s++, at += columns)
    for (let i = 0; i < width; i++)
      slopes[at + i] = factor[i]! * (slopes[at + i]! - (sum[i]! + values[at + i]! * along[i]!) / samples);
}
