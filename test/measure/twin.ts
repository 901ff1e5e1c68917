import { curvePoints, samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { type ReferenceLengths, referenceWeights } from '../../src/measure/reference.ts';
import { pieceAt, piecesOf, taylorOf } from '../../src/network/index.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../../src/random/index.ts';
import { exactLayer, type Increments, incrementsOf, squaresOf } from '../kernels/increments.ts';

/**
 * Lengths of the images in every layer of one network, in double precision and from increments:
 * `referenceMeasure` takes differences of points, which even doubles cannot hold once an image is 10^-16
 * times as long as it is far from the origin.
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

/** Mean norm of the tangents in every layer, at the points that network number `number` draws. */
export function tangentMeasure({ network, seed, curve, points }: Subject, number: number): number[] {
  const at = curvePoints(curve);
  const stream = openStream(networkStream(seed, number, 0, PURPOSE.sample, 0));
  let samples = Array.from({ length: points }, (_, j) => {
    const { point, velocity } = at((j + uniform01(stream)) / points);
    return { point: [...point], velocity: [...velocity] };
  });
  return network.layers.map(({ activation }, l) => {
    const pieces = piecesOf(activation);
    const phi =
      taylorOf(activation) ??
      ((h) => ({ value: pieces!.value(h), first: pieces!.slopes[pieceAt(pieces!, h)]! }));
    const { weights, biases } = referenceWeights(network, seed, number, l + 1);
    const dot = (row: number[], x: number[]) => row.reduce((sum, w, j) => sum + w * x[j]!, 0);
    samples = samples.map(({ point, velocity }) => {
      const image = weights.map((row, i) => phi(dot(row, point) + biases[i]!));
      return {
        point: image.map(({ value }) => value),
        velocity: weights.map((row, i) => image[i]!.first * dot(row, velocity)),
      };
    });
    return samples.reduce((sum, { velocity }) => sum + Math.hypot(...velocity), 0) / points;
  });
}
