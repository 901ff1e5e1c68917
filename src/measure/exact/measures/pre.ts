/**
 * Measures of the pre-activations, straight between the knots of the layer below; what each means stands in
 * `experiment/measures.ts`.
 */
import * as curveMeasures from '../../curve-measures.ts';
import type { Scaled } from '../../record.ts';
import { type ExactLayer, eachPreActivation } from './layer.ts';

/** Of |h|² at the knots and h · h between neighbours: ∫ |h|² is a third of the three sums on every step. */
export function q(layer: ExactLayer): Scaled {
  const { count, position } = layer.below.knots;
  const squares = new Float64Array(count);
  const products = new Float64Array(count);
  eachPreActivation(layer, (_, h) => {
    squares[0]! += h[0]! * h[0]!;
    for (let c = 1; c < count; c++) {
      squares[c]! += h[c]! * h[c]!;
      products[c]! += h[c - 1]! * h[c]!;
    }
  });
  let sum = 0;
  for (let c = 1; c < count; c++) {
    sum += ((position[c]! - position[c - 1]!) * (squares[c - 1]! + products[c]! + squares[c]!)) / 3;
  }
  const { mantissa, exponent } = layer.scales.points;
  return { value: (sum / layer.width) * mantissa * mantissa, exponent: 2 * exponent };
}

/** Of the squares of steps that the kernels left: |dh/dτ|² is constant on every step. */
export function metric({ memory, below, width, gains, scales }: ExactLayer): Scaled {
  const { count, position } = below.knots;
  const squares = memory.squares.view;
  let sum = 0;
  for (let c = 1; c < count; c++) {
    const share = position[c]! - position[c - 1]!;
    if (share > 0) sum += squares[c]! / share;
  }
  const unit = gains.stepGain * scales.steps.mantissa;
  return { value: (sum / width) * unit * unit, exponent: 2 * scales.steps.exponent };
}

export function correlation(layer: ExactLayer): number {
  const last = layer.below.knots.count - 1;
  let [first2, product, last2] = [0, 0, 0];
  eachPreActivation(layer, (_, h) => {
    first2 += h[0]! * h[0]!;
    product += h[0]! * h[last]!;
    last2 += h[last]! * h[last]!;
  });
  return product / Math.sqrt(first2 * last2);
}

/** Samples of the curve for the autocorrelation, of which no lag falls between two. */
const SAMPLES = 481;

/** A mean of cosines has no closed form: it is that of even samples of the exact image. */
export function autocorrelation(layer: ExactLayer): number[] {
  const { width } = layer;
  const { position } = layer.below.knots;
  const points = new Float32Array(SAMPLES * width);
  eachPreActivation(layer, (row, h) => {
    let c = 1;
    for (let t = 0; t < SAMPLES; t++) {
      const at = t / (SAMPLES - 1);
      while (c < layer.below.knots.count - 1 && position[c]! < at) c++;
      const share = (at - position[c - 1]!) / (position[c]! - position[c - 1]!);
      points[t * width + row] = h[c - 1]! + share * (h[c]! - h[c - 1]!);
    }
  });
  return curveMeasures.autocorrelation({ pre: { points }, width, samples: SAMPLES }, false);
}
