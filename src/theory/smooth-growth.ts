/** Growth through wide layers of a smooth activation, whose slope depends on |h|. */

import { type Activation, fanIn, type NetworkSpec, weightSd } from '../experiment/network.ts';
import { exp } from '../numeric/functions.ts';
import { kurtosis } from './law-constants.ts';
import { erfKernel } from './meanfield/erf.ts';
import { sinKernel } from './meanfield/sin.ts';
import { tanhKernel, tanhSlopeFourth } from './meanfield/tanh.ts';
import type { Kernel } from './meanfield/types.ts';

/** Expectations over h ~ N(0, q). */
interface Smooth extends Pick<Kernel, 'square' | 'slopeSquare'> {
  /** E phi'^4. */
  readonly slopeFourth: (q: number) => number;
}

const SMOOTH: Partial<Record<Activation['name'], Smooth>> = {
  tanh: { ...tanhKernel, slopeFourth: tanhSlopeFourth },
  // phi' = (2/sqrt pi) e^(-h^2).
  erf: { ...erfKernel, slopeFourth: (q) => 16 / (Math.PI * Math.PI) / Math.sqrt(1 + 8 * q) },
  // cos^4 h = 3/8 + cos(2h)/2 + cos(4h)/8.
  sin: { ...sinKernel, slopeFourth: (q) => 3 / 8 + exp(-2 * q) / 2 + exp(-8 * q) / 8 },
};

/** From this relative variance of a layer's squared tangent on the expansion is refused, as for piecewise linear activations. */
const LARGEST_VARIANCE = 2 / 3;

/**
 * Large-width expansion of the expected growth of layers 1 … d, for tanh, erf and sin (docs/theory.md):
 *
 *     weightSd sqrt(density n_l E phi'^2) (1 - rv/8),   rv = (r_l kappa_l - 1) / n_l,   r_l = E phi'^4 / (E phi'^2)^2,
 *
 * expectations at the mean-field variance of h^l, kappa_l = 3 + p_l (kappa4/density - 3) the kurtosis of w.u, p = sum u^4 / (sum u^2)^2 of
 * the tangent: p_1 = 3/(n_0 + 2), its mean over all directions, p_(l+1) = r_l kappa_l / n_l. The tangent is taken as independent of the slopes: right where it is orthogonal to the point, as on a circle, and
 * in the limit of many layers of the chaotic phase. An approximation, never a bound. `null` for other activations and where a layer is so
 * narrow, or so saturated, that rv exceeds 2/3.
 *
 * @param meanSquare mean over the curve of |x|^2 / n_0.
 */
export function smoothGrowth(spec: NetworkSpec, meanSquare: number): (number | null)[] | null {
  const phi = SMOOTH[spec.activation.name];
  if (phi === undefined) return null;
  const { density, sigmaB, widths } = spec;
  const excess = kurtosis(spec.weights) / density - 3;
  let square = meanSquare;
  let fourth = 3 / (spec.inputDim + 2);
  return widths.map((width, i) => {
    const sd = weightSd(spec, i + 1);
    const inputs = fanIn(spec, i + 1);
    const q = inputs * density * sd * sd * square + sigmaB * sigmaB;
    if (!Number.isFinite(q)) return null;
    square = phi.square(q);
    const slopes = phi.slopeSquare(q);
    const kurt = (phi.slopeFourth(q) / (slopes * slopes)) * (3 + fourth * excess);
    fourth = kurt / width;
    const variance = (kurt - 1) / width;
    if (!(variance <= LARGEST_VARIANCE)) return null;
    return sd * Math.sqrt(density * width * slopes) * (1 - variance / 8);
  });
}
