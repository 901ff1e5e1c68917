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
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let s = 0; s < samples; s++) sum += h.of[s * columns + i]!;
    const mean = sum / samples;
    let squares = 0;
    for (let s = 0; s < samples; s++) squares += (h.of[s * columns + i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / samples + NORM_EPSILON);
    precision![i] = scale;
    const gain = parameters[gains + i]!;
    for (let s = 0; s < samples; s++) {
      const at = s * columns + i;
      const value = (h.of[at]! - mean) * scale;
      normalised!.of[at] = value;
      h.of[at] = gain * value;
    }
    gradient[means + i] = share * mean;
    gradient[variances + i] = (share * squares) / Math.max(1, samples - 1);
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
  for (let i = 0; i < width; i++) {
    let sum = 0;
    let along = 0;
    for (let s = 0; s < samples; s++) {
      const at = s * columns + i;
      sum += d.of[at]!;
      along += d.of[at]! * normalised!.of[at]!;
    }
    gradient[gains + i] = along;
    const factor = parameters[gains + i]! * precision![i]!;
    for (let s = 0; s < samples; s++) {
      const at = s * columns + i;
      d.of[at] = factor * (d.of[at]! - (sum + normalised!.of[at]! * along) / samples);
    }
  }
}
