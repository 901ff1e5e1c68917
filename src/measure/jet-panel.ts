/**
 * A panel of points, velocities and accelerations before and after an activation, in the order of the
 * kernels: row after row.
 */
import type { Pieces } from '../network/index.ts';
import type { Scale } from './scale.ts';

/** Arrays of one length; those of derivatives that are not followed are empty. */
export interface JetPanel {
  /** Products, which become h and its derivatives. */
  readonly h: Float32Array;
  readonly hv: Float32Array;
  readonly ha: Float32Array;
  /** phi(h) and its derivatives. */
  readonly z: Float32Array;
  readonly zv: Float32Array;
  readonly za: Float32Array;
  /** phi'(h) and phi''(h). */
  readonly slopes: Float32Array;
  readonly bends: Float32Array;
}

/** What one stored unit is worth. */
export interface JetScales {
  readonly points: Scale;
  /** Powers of two. */
  readonly velocities: number;
  readonly accelerations: number;
}

/** Largest stored magnitudes; 0 for derivatives that are not followed. */
export interface LargestJet {
  readonly point: number;
  readonly velocity: number;
  readonly acceleration: number;
}

/** By what products are multiplied. */
export interface JetGains {
  readonly point: number;
  readonly velocity: number;
  readonly acceleration: number;
  /** Worth of the square of a stored velocity in units of a stored acceleration. */
  readonly square: number;
}

/**
 * phi(h) and, where velocities are followed, phi'(h) of an activation with linear pieces; `bends` become
 * `bend(h)`.
 */
export function applyPieces(
  { h, hv, z, slopes, bends }: JetPanel,
  pieces: Pieces,
  bend: (h: number) => number,
): void {
  for (let i = 0; i < h.length; i++) z[i] = pieces.value(h[i]!);
  for (let i = 0; i < bends.length; i++) bends[i] = bend(h[i]!);
  if (hv.length === 0) return;
  slopes.fill(pieces.slopes[0]!);
  for (const [piece, threshold] of pieces.thresholds.entries()) {
    const slope = pieces.slopes[piece + 1]!;
    for (let i = 0; i < h.length; i++) if (h[i]! > threshold) slopes[i] = slope;
  }
}

/** z' = phi'(h) h' and z'' = phi''(h) h'² + phi'(h) h''; without `bends`, phi'' is 0. */
export function applyChainRule({ hv, ha, zv, za, slopes, bends }: JetPanel, { square }: JetGains): void {
  for (let i = 0; i < hv.length; i++) zv[i] = slopes[i]! * hv[i]!;
  for (let i = 0; i < ha.length; i++) za[i] = slopes[i]! * ha[i]!;
  for (let i = 0; i < bends.length; i++) za[i] = za[i]! + bends[i]! * square * hv[i]! * hv[i]!;
}

/**
 * Copies the first `columns` of `stride` columns of every row to samples `first` and up of vectors that lie
 * one after the other.
 */
export function copySamples(
  from: Float32Array,
  stride: number,
  columns: number,
  to: Float32Array,
  first: number,
): void {
  const width = from.length / stride;
  // Writes in order: jumps between pages of new memory take many times longer.
  let at = first * width;
  for (let c = 0; c < columns; c++) {
    for (let i = c; i < from.length; i += stride) to[at++] = from[i]!;
  }
}
