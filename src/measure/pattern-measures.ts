/** Measures of the activation patterns that a sampled curve meets, layer upon layer; what each means stands in `experiment/measures.ts`. */
import { type Pieces, pieceAt } from '../experiment/pieces.ts';
import { EMPTY_PATTERN, extendHash, hashNumber, type PatternHash } from '../numeric/pattern-hash.ts';
import type { CurveLayer } from './curve-image.ts';
import { curveMean } from './curve-rows.ts';

/** Patterns of layers 1 … l of one network at the samples of a curve. */
export class Patterns {
  readonly #pieces: Pieces;
  #hashes: PatternHash[] = [];
  /** Hamming distance of each sample's pattern from the first one's, and the sum of those between neighbours. */
  #fromStart = new Float64Array(0);
  #path = 0;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  /** The next layer of the network. */
  add({ layer, width, samples, pre, post }: CurveLayer) {
    if (layer === 1) {
      this.#hashes = Array.from({ length: samples }, () => EMPTY_PATTERN);
      this.#fromStart = new Float64Array(samples);
      this.#path = 0;
    }
    const pieces = Uint8Array.from(pre.points, (h) => pieceAt(this.#pieces, h));
    this.#hashes = this.#hashes.map((hash, t) => extendHash(hash, pieces, t * width, width));
    let transitions = 0;
    const changes = new Float64Array(width);
    const active = new Float64Array(samples);
    for (let t = 0; t < samples; t++) {
      for (let i = 0; i < width; i++) {
        const piece = pieces[t * width + i]!;
        if (this.#pieces.slopes[piece] !== 0) active[t]! += 1 / width;
        if (piece !== pieces[i]) this.#fromStart[t]!++;
        if (t === 0) continue;
        const change = Math.abs(piece - pieces[(t - 1) * width + i]!);
        transitions += change;
        if (change > 0) changes[i]!++;
      }
    }
    this.#path += changes.reduce((sum, count) => sum + count, 0);
    return {
      transitions,
      patterns: new Set(this.#hashes.map(hashNumber)).size,
      activeShare: curveMean(active),
      deadShare: () => deadShare(changes, post.velocities, width, samples),
      // Without any change of pattern there is nothing to fold.
      spaceFold: this.#path === 0 ? 0 : 1 - Math.max(...this.#fromStart) / this.#path,
    };
  }
}

/** Dead: on one piece throughout, and without a velocity anywhere, be it for a slope of 0 or for want of weights. */
function deadShare(changes: Float64Array, velocities: Float32Array, width: number, samples: number): number {
  let dead = 0;
  for (let i = 0; i < width; i++) {
    let moves = changes[i]! > 0;
    for (let t = 0; t < samples && !moves; t++) moves = velocities[t * width + i] !== 0;
    if (!moves) dead++;
  }
  return dead / width;
}
