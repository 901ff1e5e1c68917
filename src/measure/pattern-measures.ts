/**
 * Measures of the activation patterns that a sampled curve meets, layer upon layer; what each means stands in
 * `experiment/measures.ts`.
 */
import { layerOf, type NetworkSpec, piecesOf } from '../network/index.ts';
import { EMPTY_PATTERN, extendHash, hashNumber, type PatternHash } from '../numeric/pattern-hash.ts';
import { ldexp } from '../numeric/scaled.ts';
import type { CurveLayer } from './curve-image.ts';
import { curveMean } from './curve-rows.ts';

/** Patterns of layers 1 … l of one network at the samples of a curve. */
export class Patterns {
  readonly #network: NetworkSpec;
  readonly #hashed: boolean;
  #hashes: PatternHash[] = [];
  /**
   * Hamming distance of each sample's pattern from the first one's, and the sum of those between neighbours.
   */
  #fromStart = new Float64Array(0);
  #path = 0;

  /**
   * @param network with piecewise-linear activations. @param hashed whether distinct patterns are counted,
   * which takes longer than all else.
   */
  constructor(network: NetworkSpec, hashed: boolean) {
    this.#network = network;
    this.#hashed = hashed;
  }

  /** The next layer of the network. */
  add({ layer, width, samples, pre, post, scales }: CurveLayer) {
    if (layer === 1) {
      this.#hashes = Array.from({ length: this.#hashed ? samples : 0 }, () => EMPTY_PATTERN);
      this.#fromStart = new Float64Array(samples);
      this.#path = 0;
    }
    const activation = piecesOf(layerOf(this.#network, layer).activation)!;
    const { mantissa, exponent } = scales.points;
    const thresholds = activation.thresholds.map((threshold) => ldexp(threshold / mantissa, -exponent));
    const pieces = piecesAt(thresholds, pre.points);
    this.#hashes = this.#hashes.map((hash, t) => extendHash(hash, pieces, t * width, width));
    const moves = Uint8Array.from(activation.slopes, (slope) => (slope === 0 ? 0 : 1));
    let transitions = 0;
    const changes = new Float64Array(width);
    const active = new Float64Array(samples);
    for (let t = 0; t < samples; t++) {
      let [moving, away] = [0, 0];
      const at = t * width;
      const before = t === 0 ? 0 : at - width;
      for (let i = 0; i < width; i++) {
        const piece = pieces[at + i]!;
        moving += moves[piece]!;
        if (piece !== pieces[i]) away++;
        const change = Math.abs(piece - pieces[before + i]!);
        transitions += change;
        if (change > 0) changes[i]!++;
      }
      active[t] = moving;
      this.#fromStart[t]! += away;
    }
    this.#path += changes.reduce((sum, count) => sum + count, 0);
    const farthest = this.#fromStart.reduce((most, distance) => Math.max(most, distance), 0);
    return {
      transitions,
      patterns: () => new Set(this.#hashes.map(hashNumber)).size,
      activeShare: curveMean(active) / width,
      deadShare: () => deadShare(changes, post.velocities, width, samples),
      // Without any change of pattern there is nothing to fold.
      spaceFold: this.#path === 0 ? 0 : 1 - farthest / this.#path,
    };
  }
}

/**
 * The piece of every pre-activation, as `pieceAt` counts: threshold by threshold, which takes no call a
 * value.
 */
function piecesAt(thresholds: readonly number[], h: Float32Array): Uint8Array {
  const pieces = new Uint8Array(h.length);
  for (const threshold of thresholds) {
    for (let i = 0; i < h.length; i++) if (h[i]! > threshold) pieces[i]!++;
  }
  return pieces;
}

/**
 * Dead: on one piece throughout, and without a velocity anywhere, be it for a slope of 0 or for want of
 * weights.
 */
function deadShare(changes: Float64Array, velocities: Float32Array, width: number, samples: number): number {
  let dead = 0;
  for (let i = 0; i < width; i++) {
    let moves = changes[i]! > 0;
    for (let t = 0; t < samples && !moves; t++) moves = velocities[t * width + i] !== 0;
    if (!moves) dead++;
  }
  return dead / width;
}
