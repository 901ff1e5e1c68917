import { samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { isHomogeneous, layerOf, mapLayers } from '../../src/network/index.ts';
import { exponentOf, ldexp } from '../../src/numeric/scaled.ts';
import { exactLayer, incrementsOf, squaresOf } from '../kernels/increments.ts';

/**
 * Logarithms to base 2 of the lengths of one network's images, at scales that leave the range of a double:
 * `incrementMeasure` with weights of sigmaW 1, and with an exponent for the first point and one for the
 * steps. Points of an activation that is not homogeneous have none.
 */
export function wideLengths({ network, seed, curve, points }: Subject, number: number): number[] {
  const dim = network.inputDim;
  const samples = samplePoints(curve, points);
  const unit = mapLayers(network, (layer) => ({ ...layer, sigmaW: 1, sigmaB: 1 }));
  let z = incrementsOf(
    Array.from({ length: dim }, (_, j) => Array.from({ length: points }, (_, t) => samples[t * dim + j]!)),
  );
  let [pointExponent, stepExponent] = [0, 0];
  return network.layers.map((_, l) => {
    const { sigmaW, sigmaB, activation } = layerOf(network, l + 1);
    const weightExponent = exponentOf(sigmaW);
    const weightSize = ldexp(sigmaW, -weightExponent);
    const { weights, biases } = referenceWeights(unit, seed, number, l + 1);
    const products = pointExponent + weightExponent;
    const biasExponent = sigmaB === 0 ? Number.NEGATIVE_INFINITY : exponentOf(sigmaB);
    const size = Math.max(exponentOf(largest(z.first)) + products, biasExponent);
    pointExponent = isHomogeneous(activation) ? size : 0;
    const stepShift = exponentOf(Math.max(...z.steps.map(largest)));
    stepExponent += weightExponent + stepShift;
    const image = exactLayer({
      weights: weights.map((row) => row.map((w) => w * weightSize)),
      biases: biases.map((b) => b * ldexp(sigmaB, -pointExponent)),
      input: {
        first: z.first.map((x) => ldexp(x, products - pointExponent)),
        steps: z.steps.map((row) => row.map((x) => ldexp(x, -stepShift))),
      },
      pointGain: 1,
      stepGain: 1,
      unit: ldexp(1, stepExponent - pointExponent),
      activation,
    });
    z = image.z;
    const length = squaresOf(z.steps).reduce((sum, x) => sum + Math.sqrt(x), 0);
    return Math.log2(length) + stepExponent;
  });
}

function largest(row: readonly number[]): number {
  return row.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
