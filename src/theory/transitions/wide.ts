import { atLeast, checkPlain } from '../../input/check.ts';
import {
  biasSd,
  hasKinks,
  isDense,
  isSelfAveraging,
  meanKept,
  type NetworkInput,
  networkOf,
  piecesOf,
  weightSd,
} from '../../network/index.ts';
import { slopesOf } from '../../network/slopes.ts';
import { exp } from '../../numeric/functions.ts';
import { BENT, momentsAt } from '../bent-growth.ts';

/** Kept weights per neuron from which pre-activations are taken as Gaussian, whatever the law. */
export const LEAST_KEPT = 10;

/**
 * Expected transitions of layers 1 … d along a curve of constant norm and speed (a circle about the origin or
 * a part of it), in the limit of wide layers (docs/theory.md), any law and density, with biases:
 *
 *     n_l (angle/pi) sqrt(g_l / q_l),   that times exp(-t^2/(2 q_l)) for each threshold t,
 *
 * q_l the variance of a pre-activation and g_l that of its derivative by the angle: v = density * sd^2 *
 * fan-in takes (E z^2, E z'^2) to (q, g) = (v E z^2 + sigma_b^2, v E z'^2), and the activation takes (q, g)
 * to (E phi(h)^2, E phi'^2 g). No bound. 0 in a layer without weights and above it, where the image is a
 * point. `null` for smooth activations, which have no pieces, and from the first layer on whose neurons keep
 * fewer than 10 weights on average, or whose weights do not average (low rank, no variance) (the first needs no such condition where its weights are dense and
 * Gaussian), or whose variances leave the range of a double.
 *
 * @param input `angle` in radians; `meanSquare` is the mean of |x|^2 / n_0.
 * @throws TypeError, RangeError for an invalid network, or if either is not a finite number >= 0.
 */
export function wideTransitions(
  network: NetworkInput,
  input: { readonly angle: number; readonly meanSquare: number },
): (number | null)[] {
  const spec = networkOf(network);
  checkPlain('input', input);
  atLeast(0, 'angle', input.angle);
  atLeast(0, 'meanSquare', input.meanSquare);
  // E z^2, and E z'^2 over it: the ratio alone is needed, and neither of the two can then leave the range of
  // a double.
  let square = input.meanSquare;
  let relative = 1;
  let known = isDense(spec);
  let still = false;
  return spec.layers.map(({ width, density, weights, sigmaW, activation }, i) => {
    const layer = i + 1;
    const kept = meanKept(spec, layer);
    still ||= density === 0 || sigmaW === 0;
    if (still) return 0;
    const v = kept * weightSd(spec, layer) ** 2;
    known &&= isSelfAveraging({ weights });
    known &&= kept >= LEAST_KEPT || (layer === 1 && density === 1 && weights.kind === 'gaussian');
    const q = v * square + biasSd(spec, layer) ** 2;
    const g = v * square * relative;
    // Variances that leave the range of a double say nothing.
    known &&= Number.isFinite(q) && q > 0 && v > 0;
    if (!known) return null;
    const thresholds = hasKinks(activation) ? piecesOf(activation)?.thresholds : undefined;
    if (g === 0) return thresholds === undefined ? null : 0;
    const { square: next, slopeSquare } = momentsAt(BENT, activation, q);
    square = next;
    // Of a homogeneous phi the mean slope and the mean square are one number times 1 and q.
    relative = slopesOf(activation) === null ? (slopeSquare * g) / square : g / q;
    if (thresholds === undefined) return null;
    const flips = width * (input.angle / Math.PI) * Math.sqrt(g / q);
    return thresholds.reduce((sum, t) => sum + exp(-(t * t) / (2 * q)) * flips, 0);
  });
}
