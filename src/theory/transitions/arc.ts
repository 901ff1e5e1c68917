/** What samples of an arc about the origin show in ReLU networks without biases. */

import { atLeast, integerIn } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { uniformNetwork } from '../../network/index.ts';
import { cos, sin } from '../../numeric/functions.ts';
import { sampledLengths } from '../growth-samples.ts';

/**
 * Expected transitions between n evenly spaced samples of an arc about the origin, in layers 1 … d of wide
 * dense ReLU networks without biases: pairs of neighbours at the angle t flip with probability t/pi (the
 * arccosine formula, exact in layer 1), and the angle shrinks from layer to layer by the arc-cosine kernel
 * (`sampledLengths`). Less than the curve has, as what flips and flips back between two samples goes unseen.
 *
 * @param angle radians that the arc subtends at the origin, in [0, 2 pi].
 * @param points number of samples, both ends among them.
 * @throws TypeError, RangeError for an angle or a number of points out of range. Widths are taken as valid.
 */
export function sampledArcTransitions(widths: readonly number[], angle: number, points: number): number[] {
  atLeast(0, 'angle', angle);
  if (angle > 2 * Math.PI) throw valueFault('angle', 'at most 2π', angle);
  integerIn(2, 10_000_000, 'points', points);
  const gaussian = { kind: 'gaussian' } as const;
  const spec = uniformNetwork({
    ...{ inputDim: 2, widths, density: 1, weights: gaussian, sigmaW: Math.SQRT2 },
    ...{ biases: gaussian, sigmaB: 0, scaling: 'fan-in', activation: { name: 'relu' } },
  });
  // All pairs of neighbours are alike.
  const step = angle / (points - 1);
  const pair = Float64Array.of(1, 0, cos(step), sin(step));
  return sampledLengths(spec, pair)!.map(({ transitions }) => (points - 1) * transitions!);
}
