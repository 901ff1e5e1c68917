import { samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { type ReferenceLengths, referenceWeights } from '../../src/measure/reference.ts';
import { exactLayer, type Increments, incrementsOf, squaresOf } from '../kernels/increments.ts';

/**
 * Lengths of the images in every layer of one network, in double precision and from increments: `referenceMeasure` takes differences of
 * points, which even doubles cannot hold once an image is 10^-16 times as long as it is far from the origin.
 */
export function incrementMeasure(
  { network, seed, curve, points }: Subject,
  number: number,
): ReferenceLengths {
  const samples = samplePoints(curve, points);
  const dim = network.inputDim;
  let z: Increments = incrementsOf(
    Array.from({ length: dim }, (_, j) => Array.from({ length: points }, (_, t) => samples[t * dim + j]!)),
  );
  const plain = { pointGain: 1, stepGain: 1, unit: 1 };
  const lengthOf = ({ steps }: Increments) => squaresOf(steps).reduce((sum, x) => sum + Math.sqrt(x), 0);
  const result: ReferenceLengths = { length: [], preLength: [] };
  network.layers.forEach(({ activation }, l) => {
    const drawn = referenceWeights(network, seed, number, l + 1);
    const image = exactLayer({ ...drawn, ...plain, activation, input: z });
    result.preLength.push(lengthOf(image.h));
    result.length.push(lengthOf(image.z));
    z = image.z;
  });
  return result;
}

export function incrementLengths(what: Subject, number: number): number[] {
  return incrementMeasure(what, number).length;
}
