import { samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { exactLayer, type Increments, incrementsOf, squaresOf } from '../kernels/increments.ts';

/**
 * Lengths of the images in every layer of one network, in double precision and from increments: `referenceMeasure` takes differences of
 * points, which even doubles cannot hold once an image is 10^-16 times as long as it is far from the origin.
 */
export function incrementLengths({ network, seed, curve, points }: Subject, number: number): number[] {
  const samples = samplePoints(curve, points);
  const dim = network.inputDim;
  let z: Increments = incrementsOf(
    Array.from({ length: dim }, (_, j) => Array.from({ length: points }, (_, t) => samples[t * dim + j]!)),
  );
  const plain = { pointGain: 1, stepGain: 1, unit: 1, activation: network.activation };
  return network.widths.map((_, l) => {
    z = exactLayer({ ...referenceWeights(network, seed, number, l + 1), ...plain, input: z }).z;
    return squaresOf(z.steps).reduce((sum, square) => sum + Math.sqrt(square), 0);
  });
}
