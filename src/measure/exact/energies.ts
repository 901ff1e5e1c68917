/** Energies of exact images: integrals over pieces, on which tangents are constant (`../energies.ts`). */
import type { NetworkSpec } from '../../network/index.ts';
import { energyOf, type MeanSquares, meanSquares } from '../energies.ts';
import type { Energies } from '../record.ts';
import type { Cut } from './knots.ts';
import { roomFor } from './lists.ts';

/** What a layer did to the pieces of the image below. */
export interface Stretched {
  /**
   * Squared lengths of the products with the old pieces, and of the new pieces of z, as the kernels store
   * them.
   */
  readonly squares: Float64Array;
  readonly zSquares: Float64Array;
  readonly stepGain: number;
  readonly cut: Cut;
}

export class PieceEnergies {
  readonly #meanSquares: readonly MeanSquares[];
  /** Stored lengths of the pieces of the image below; entry 0 is no piece. */
  #lengths = new Float64Array(64);
  #spare = new Float64Array(64);
  #count = 0;

  constructor({ layers }: NetworkSpec) {
    this.#meanSquares = layers.map(meanSquares);
  }

  /** The input: lengths of its edges. */
  start(edges: Float64Array): void {
    this.#count = edges.length + 1;
    this.#lengths = roomFor(this.#count, this.#lengths);
    this.#lengths.set(edges, 1);
  }

  /** Writes the energies of a layer, number `at` of the record; layers are to be given in order. */
  write(
    energies: Energies,
    at: number,
    layer: number,
    { squares, zSquares, stepGain, cut }: Stretched,
  ): void {
    const below = this.#lengths;
    let [sum, h] = [0, 0];
    for (let c = 1; c < this.#count; c++) {
      if (below[c] === 0) continue;
      sum += below[c]!;
      h += squares[c]! / below[c]!;
    }
    const lengths = (this.#spare = roomFor(cut.count, this.#spare));
    let z = 0;
    for (let c = 1; c < cut.count; c++) {
      // The kernels multiply with a share of single precision.
      const piece = Math.fround(cut.share[c]!) * below[cut.source[c]!]!;
      if (piece > 0) z += zSquares[c]! / piece;
      lengths[c] = Math.sqrt(zSquares[c]!);
    }
    const known = this.#meanSquares[layer - 1]!;
    energies.preLength[at] = energyOf(h, sum, known.preLength);
    energies.length[at] = energyOf(z, sum, known.length === null ? null : known.length * stepGain ** 2);
    this.#spare = below;
    this.#lengths = lengths;
    this.#count = cut.count;
  }
}
