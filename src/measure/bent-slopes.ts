/**
 * Mean squares of tangents where the slope depends on |h|: hard-tanh, tanh, erf, sin and other bent
 * activations after dense Gaussian weights. Given the layer below, the pre-activation h of a neuron and its
 * derivative v along the curve are a Gaussian pair. With q = Var h and correlation rho,
 *
 *     E phi'(h)² v² = Var v ((1 - rho²) A(q) + rho² B(q)),      A = E phi'(h)²,  B = E phi'(h)² h²/q
 *
 * (docs/theory.md, "Means from fewer networks"). A and B come from the activation's own slopes, by quadrature
 * at the nodes of a polynomial in each octave of q: within 1e-9 of direct quadrature.
 */

import {
  type Activation,
  curvedOf,
  degreeOf,
  formatActivation,
  type Layer,
  phiOf,
  pieceAt,
  piecesOf,
  slopesOf,
} from '../network/index.ts';
import { chebyshev, interpolate } from '../numeric/chebyshev.ts';
import { integral } from '../numeric/gauss-legendre.ts';
import { normalDensity } from '../numeric/normal.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { isDenseGaussian } from './dense-gaussian.ts';

/** Standard deviations of h that are summed over; what lies beyond weighs 2e-19. */
const REACH = 9;
/** Longest panels, in standard deviations and in units of h: nodes are far denser than what tanh' varies in. */
const [COARSE, PANEL] = [2, 1.5];
/** Octaves of q that are tabulated. Below them the slope is that at 0; beyond, nothing is said. */
const [FIRST, LAST] = [-34, 12];
const NODES = chebyshev(14);
/** The largest variance of h that something is said of. */
export const LARGEST = 2 ** (LAST + 1);

/**
 * Whether the slope depends on |h|, and h is Gaussian given the layer below; but for squares, whose slope has
 * the scale of h.
 */
export function isBent(layer: Layer): boolean {
  const { activation } = layer;
  return isDenseGaussian(layer) && slopesOf(activation) === null && degreeOf(activation) !== 2;
}

/** A, B and E phi(h)², by quadrature on panels that end at kinks. */
export function slopeMeans(activation: Activation, q: number): number[] {
  const { jumps, at } = curvedOf(activation) ?? { jumps: piecesOf(activation)!.thresholds, at: null };
  const slope = (h: number) => {
    if (at !== null) return at(h).first;
    const pieces = piecesOf(activation)!;
    return pieces.slopes[pieceAt(pieces, h)]!;
  };
  const phi = phiOf(activation);
  const sd = Math.sqrt(q);
  const kinks = jumps.map((h) => h / sd).filter((z) => Math.abs(z) < REACH);
  const cuts = [-REACH, ...kinks, REACH];
  const mean = (f: (z: number) => number) => {
    let sum = 0;
    for (let i = 1; i < cuts.length; i++) {
      const [from, to] = [cuts[i - 1]!, cuts[i]!];
      const panels = Math.ceil((to - from) / Math.min(COARSE, PANEL / sd));
      const length = (to - from) / panels;
      for (let p = 0; p < panels; p++)
        sum += integral(from + p * length, from + (p + 1) * length, (z) => normalDensity(z) * f(z));
    }
    return sum;
  };
  return [
    mean((z) => slope(sd * z) ** 2),
    mean((z) => (slope(sd * z) * z) ** 2),
    mean((z) => phi(sd * z) ** 2),
  ];
}

/** Tables of both means of one activation, made octave by octave where they are asked for. */
class SlopeTable {
  readonly #activation: Activation;
  readonly #octaves = new Map<number, number[][]>();

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  /** (1 - rho²) A(q) + rho² B(q); null where q is beyond the table. */
  at(q: number, rho2: number): number | null {
    const octave = Math.max(FIRST, exponentOf(q));
    if (!(q > 0) || octave > LAST) return null;
    let means = this.#octaves.get(octave);
    if (means === undefined) {
      means = NODES.points.map((x) => slopeMeans(this.#activation, ldexp((x + 3) / 2, octave)));
      this.#octaves.set(octave, means);
    }
    const values = means.map(([across, along]) => (1 - rho2) * across! + rho2 * along!);
    return interpolate(NODES, values, Math.max(-1, 2 * ldexp(q, -octave) - 3));
  }
}

const TABLES = new Map<string, SlopeTable>();

/** The tables of an activation; the same for all who ask. */
export function slopeTable(activation: Activation): SlopeTable {
  const name = formatActivation(activation);
  const known = TABLES.get(name) ?? new SlopeTable(activation);
  TABLES.set(name, known);
  return known;
}
