import { atLeast, checkPlain } from '../../experiment/check.ts';
import { checkNetworkSpec } from '../../experiment/check-network.ts';
import { fanIn, hasKinks, type NetworkSpec, weightSd } from '../../experiment/network.ts';
import { exp } from '../../numeric/functions.ts';
import { clippedSecondMoment, linearProbability } from '../hard-tanh.ts';
import { rmsSlope, slopesOf } from '../slopes.ts';

/** Kept weights per neuron from which pre-activations are taken as Gaussian, whatever the law. */
export const LEAST_KEPT = 10;

/**
 * Expected transitions of layers 1 … d along a curve of constant norm and speed (a circle about the origin or a part of
 * it), in the limit of wide layers (docs/theory.md), any law and density, with biases:
 *
 *     n_l (angle/pi) sqrt(g_l / q_l),   twice that times exp(-1/(2 q_l)) for the two thresholds of hard-tanh,
 *
 * q_l the variance of a pre-activation and g_l that of its derivative by the angle: v = density * sd^2 * fan-in takes
 * (E z^2, E z'^2) to (q, g) = (v E z^2 + sigma_b^2, v E z'^2), and the activation takes (q, g) to (E phi(h)^2, E phi'^2 g).
 * No bound. 0 without weights. `null` for smooth activations, which have no pieces, and from the first layer on whose neurons keep
 * fewer than 10 weights on average (the first needs no such condition where its weights are dense and Gaussian).
 *
 * @param input `angle` in radians; `meanSquare` is the mean of |x|^2 / n_0.
 * @throws TypeError, RangeError for a network that is none, or if either is not a finite number >= 0.
 */
export function wideTransitions(
  spec: NetworkSpec,
  input: { readonly angle: number; readonly meanSquare: number },
): (number | null)[] {
  checkNetworkSpec(spec);
  checkPlain('input', input);
  atLeast(0, 'angle', input.angle);
  atLeast(0, 'meanSquare', input.meanSquare);
  const slopes = slopesOf(spec.activation);
  const biasVariance = spec.sigmaB * spec.sigmaB;
  // E z^2, and E z'^2 over it: the ratio alone is needed, and neither of the two can then leave the range of a double.
  let square = input.meanSquare;
  let relative = 1;
  let known = hasKinks(spec.activation);
  return spec.widths.map((width, i) => {
    const layer = i + 1;
    const kept = spec.density * fanIn(spec, layer);
    if (spec.density === 0 || spec.sigmaW === 0) return 0;
    const v = kept * weightSd(spec, layer) ** 2;
    known &&= kept >= LEAST_KEPT || (layer === 1 && spec.density === 1 && spec.weights.kind === 'gaussian');
    const q = v * square + biasVariance;
    const g = v * square * relative;
    // Variances that leave the range of a double say nothing.
    if (!known || !Number.isFinite(q) || q === 0 || v === 0) return null;
    if (g === 0) return 0;
    const flips = width * (input.angle / Math.PI) * Math.sqrt(g / q);
    if (slopes === null) {
      square = clippedSecondMoment(q);
      relative = (linearProbability(q) * g) / square;
      return 2 * exp(-1 / (2 * q)) * flips;
    }
    const m = rmsSlope(slopes) ** 2;
    square = m * q;
    relative = g / q;
    return flips;
  });
}
