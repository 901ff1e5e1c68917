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

import { formatActivation } from '../network/activation-text.ts';
import { type Activation, type Layer, phiOf, piecesOf, slopesOf, taylorOf } from '../network/index.ts';
import { chebyshev, interpolate } from '../numeric/chebyshev.ts';
import { splitMean } from '../numeric/gaussian-split.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { isDenseGaussian } from './dense-gaussian.ts';

/** Longest panel of the quadrature, in units of h: a third of the distance between poles of tanh'. */
const PANEL = 1;
/** Octaves of q that are tabulated. Below them the slope is that at 0; beyond, nothing is said. */
const [FIRST, LAST] = [-34, 12];
const NODES = chebyshev(14);

/** Whether the slope depends on |h|, and h is Gaussian given the layer below. */
export function isBent(layer: Layer): boolean {
  return isDenseGaussian(layer) && slopesOf(layer.activation) === null;
}

/** By quadrature. */
export function slopeMeans(
  activation: Activation,
  q: number,
): [across: number, along: number, square: number] {
  const pieces = piecesOf(activation);
  const taylor = taylorOf(activation);
  const slope = pieces
    ? (h: number) => pieces.slopes[pieces.thresholds.reduce((p, at) => p + Number(h > at), 0)]!
    : (h: number) => taylor!(h).first;
  const phi = phiOf(activation);
  const mean = (f: (h: number) => number) => splitMean(f, q, pieces?.thresholds ?? [], PANEL);
  return [mean((h) => slope(h) ** 2), mean((h) => (slope(h) * h) ** 2 / q), mean((h) => phi(h) ** 2)];
}

/** Tables of both means of one activation, made octave by octave where they are asked for. */
class SlopeTable {
  readonly #activation: Activation;
  readonly #octaves = new Map<number, readonly [number[], number[]]>();

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  /** (1 - rho²) A(q) + rho² B(q); null where q is beyond the table. */
  at(q: number, rho2: number): number | null {
    const octave = Math.max(FIRST, exponentOf(q));
    if (!(q > 0) || octave > LAST) return null;
    const values = this.#octaves.get(octave) ?? this.#make(octave);
    const x = Math.max(-1, 2 * ldexp(q, -octave) - 3);
    const [across, along] = [interpolate(NODES, values[0], x), interpolate(NODES, values[1], x)];
    return (1 - rho2) * across + rho2 * along;
  }

  #make(octave: number): readonly [number[], number[]] {
    const means = NODES.points.map((x) => slopeMeans(this.#activation, ldexp((x + 3) / 2, octave)));
    const values = [means.map(([across]) => across), means.map(([, along]) => along)] as const;
    this.#octaves.set(octave, values);
    return values;
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
