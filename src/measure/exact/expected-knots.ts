import { valueFault } from '../../input/faults.ts';
import {
  biasSd,
  chainOf,
  drawnWidth,
  isParted,
  meanKept,
  type NetworkSpec,
  piecesOf,
  weightSd,
} from '../../network/index.ts';
import { doubleOf, ONE, over, times } from '../scale.ts';

/**
 * What the number of knots depends on: the input's vertices, the angle in radians that it subtends at the
 * origin, the mean of |x|² / n0.
 */
export interface KnottedInput {
  readonly vertices: number;
  readonly angle: number;
  readonly meanSquare: number;
}

/** What is larger is as good as this, and products with it are no NaN. */
const FAR = 1e300;

/**
 * Knots of a curve and of its images in layers 1 … d, about: what planning needs to know of cost and memory,
 * with square roots for all its functions.
 *
 * A neuron crosses a threshold at 0 once every half turn of the layer below, the turn being that of (z, bias)
 * on the sphere, which homogeneous activations keep. Of hard-tanh the two thresholds are met with probability
 * exp(-1 / (2 q)), and the curve grows by sigma_w² P(|h| < 1) a layer against the size of h; such functions
 * of the variance q are replaced by simple ones that are right for large q. The formulas stand in
 * docs/theory.md.
 *
 * Sizes are root mean squares. Behind a homogeneous activation they are measured in pre-activations of the
 * layer before, so that no depth or scale takes them out of the range of a double.
 */
export function expectedKnots(network: NetworkSpec, { vertices, angle, meanSquare }: KnottedInput): number[] {
  const { spec, shown } = chainOf(network);
  const knots = [vertices];
  let image = Math.sqrt(meanSquare);
  /** The unit that sizes are measured in. */
  let unit = ONE;
  // Root mean square of z' over that of z: 1 where the curve runs at right angles to the ray through the
  // origin.
  let relative = 1;
  spec.layers.forEach((layer, i) => {
    const { activation } = layer;
    if (isParted(layer) && layer.drawnInputs === 0) {
      knots.push(knots[i]!);
      return;
    }
    // Every place of a convolution has neurons of its own; rows that are handed on have none.
    const width = drawnWidth(layer);
    const pieces = piecesOf(activation);
    if (pieces === null) throw valueFault('activation', 'linear pieces', activation.name);
    const { thresholds, slopes } = pieces;
    const product = Math.min(Math.sqrt(meanKept(spec, i + 1)) * weightSd(spec, i + 1) * image, FAR);
    const size = root(product, Math.min(doubleOf(over(biasSd(spec, i + 1), unit)), FAR));
    const turn = size > 0 ? (product / size) * relative : 0;
    const flips = width * (angle / Math.PI) * turn;
    if (thresholds.length < 2) {
      knots.push(knots[i]! + thresholds.length * flips);
      image = Math.sqrt((slopes[0]! ** 2 + slopes.at(-1)! ** 2) / 2);
      if (size > 0) unit = times(unit, size);
      relative = turn;
    } else {
      const real = Math.min(doubleOf(times(unit, size)), FAR);
      unit = ONE;
      const inverse = 1 / (real * real);
      // Above exp(-1 / (2 q)); close to P(|h| < 1) and to E phi(h)².
      const crossed = 1 / (1 + inverse / 2 + (inverse * inverse) / 8);
      const open = Math.min(1, Math.sqrt(2 / Math.PI) / real);
      const clipped = root(1, real);
      image = real / clipped;
      relative = Math.min(Math.sqrt(open) * turn * clipped, FAR);
      knots.push(knots[i]! + 2 * crossed * flips);
    }
  });
  return knots.filter((_, i) => i === 0 || shown[i - 1] !== 0);
}

/** sqrt(a² + b²) of numbers whose squares may leave the range of a double. */
function root(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === 0 ? 0 : most * Math.sqrt((a / most) ** 2 + (b / most) ** 2);
}
