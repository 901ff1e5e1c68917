import { fanIn, type NetworkSpec, piecesOf, weightSd } from '../../network/index.ts';

/** What the number of knots depends on: the input's vertices, the angle in radians that it subtends at the origin, the mean of |x|² / n0. */
export interface KnottedInput {
  readonly vertices: number;
  readonly angle: number;
  readonly meanSquare: number;
}

/**
 * Knots of a curve and of its images in layers 1 … d, about: what planning needs to know of cost and room, with square roots for all its functions.
 *
 * A neuron crosses a threshold at 0 once every half turn of the layer below, the turn being that of (z, bias) on the sphere, which homogeneous
 * activations keep. Of hard-tanh the two thresholds are met with probability exp(-1 / (2 q)), and the curve grows by sigma_w² P(|h| < 1) a layer against
 * the size of h; such functions of the variance q are replaced by simple ones that are right for large q. The laws stand in docs/theory.md.
 */
export function expectedKnots(spec: NetworkSpec, { vertices, angle, meanSquare }: KnottedInput): number[] {
  const knots = [vertices];
  let square = meanSquare;
  // E z'² over E z²: 1 where the curve runs at right angles to the ray through the origin.
  let relative = 1;
  spec.layers.forEach(({ width, density, sigmaB, activation }, i) => {
    const pieces = piecesOf(activation);
    if (pieces === null) throw new RangeError(`activation: expected linear pieces, got ${activation.name}`);
    const { thresholds, slopes } = pieces;
    const v = density * fanIn(spec, i + 1) * weightSd(spec, i + 1) ** 2;
    const q = v * square + sigmaB ** 2;
    const g = v * square * relative;
    const flips = q > 0 ? width * (angle / Math.PI) * Math.sqrt(g / q) : 0;
    if (thresholds.length < 2) {
      knots.push(knots[i]! + thresholds.length * flips);
      square = ((slopes[0]! ** 2 + slopes.at(-1)! ** 2) / 2) * q;
      relative = q > 0 ? g / q : 0;
    } else {
      // Above exp(-1 / (2 q)); close to P(|h| < 1) and to E phi(h)².
      const met = (q * q) / (q * q + q / 2 + 1 / 8);
      const open = Math.min(1, Math.sqrt(2 / (Math.PI * q)));
      square = q / (1 + q);
      relative = q > 0 ? (open * g) / square : 0;
      knots.push(knots[i]! + 2 * met * flips);
    }
  });
  return knots;
}
