/**
 * Regression of functions on the outputs of networks along a curve, what is left of them, and what is
 * expected of that.
 */

import * as z from 'zod/mini';
import { cos } from '../numeric/functions.ts';
import { correlationMapOf } from '../theory/meanfield/correlation-map.ts';
import { randomFunction, wave } from './curve-functions.ts';
import { type Along, LAW } from './half-circle.ts';
import { expectedUnexplained, Regression, unexplainedGiven } from './regression.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { statOf } from './stat.ts';

/** Over the mean square of the outputs: as if they were known to a thousandth of their size. */
export const RIDGE = 1e-6;
/** Points of a curve that is shown. */
const SHOWN = 250;

export interface TaskShape {
  readonly outputs: number;
  readonly samples: number;
  /** Theory uses every `coarse`-th sample. */
  readonly coarse: number;
  readonly frequencies: number;
}

/** One architecture: what is left of functions, by frequency 1, 2, …. */
export const NETWORK = z.strictObject({
  /** Hidden layers. */
  depth: number,
  width: number,
  measured: list(stat),
  /**
   * The mean over what is expected given the hidden layers, for the lower and the higher half of the
   * frequencies.
   */
  lowOverGiven: z.nullable(stat),
  highOverGiven: z.nullable(stat),
  /**
   * What is expected given the hidden layers, mean over the networks; `null` where they are too wide to ask.
   */
  given: z.nullable(numbers),
  /** What is expected where they are infinitely wide. */
  wide: numbers,
  /** Of network 0, at points of the curve: an output, and the regression of the random function. */
  neuron: numbers,
  fit: numbers,
});
export type Network = z.infer<typeof NETWORK>;

/** What one network gives. */
export interface Found {
  readonly left: readonly number[];
  /** What is expected of it given the hidden layers; `null` where they are too wide to ask. */
  readonly given: readonly number[] | null;
  readonly neuron: readonly number[];
  readonly fit: readonly number[];
}

/** The functions, the curve, and what is expected. */
export class CurveTask {
  readonly shape: TaskShape;
  readonly seed: number;
  readonly q: number;
  /** Sines and cosines, two for each frequency, over the samples. */
  readonly functions: readonly Float64Array[];
  readonly target: Float64Array;
  readonly ridge: number;
  readonly #wide = new Map<number, readonly number[]>();

  constructor(shape: TaskShape, seed: number, q: number) {
    const { samples, frequencies, outputs } = shape;
    this.shape = shape;
    this.seed = seed;
    this.q = q;
    this.functions = Array.from({ length: 2 * frequencies }, (_, k) => wave(samples, k));
    this.target = randomFunction(this.functions, frequencies, seed);
    this.ridge = RIDGE * outputs * q;
  }

  regress({ values, features, width }: Along): Found {
    const { samples, outputs } = this.shape;
    const regression = new Regression({ values, samples, outputs }, this.ridge);
    const left = this.functions.map((f) => regression.unexplained(f));
    const neuron = Float64Array.from({ length: samples }, (_, t) => values[t * outputs]!);
    const random = { outputs, ridge: this.ridge };
    const given =
      features && unexplainedGiven({ values: features, samples, outputs: width + 1 }, random, this.functions);
    return {
      left: pairMeans(left),
      given: given && pairMeans(given),
      neuron: this.shown(neuron),
      fit: this.shown(regression.fit(this.target)),
    };
  }

  shown(f: Float64Array): number[] {
    const every = Math.ceil(f.length / SHOWN);
    return Array.from(f.filter((_, t) => t % every === 0));
  }

  summary(depth: number, width: number, found: readonly Found[]): Network {
    const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const { frequencies } = this.shape;
    const half = Math.floor(frequencies / 2);
    const given = found.flatMap((one) => (one.given === null ? [] : [one.given]));
    const overGiven = (from: number, to: number) =>
      given.length === 0
        ? null
        : statOf(found.map(({ left }, i) => mean(left.slice(from, to)) / mean(given[i]!.slice(from, to))));
    return {
      depth,
      width,
      measured: Array.from({ length: frequencies }, (_, j) => statOf(found.map(({ left }) => left[j]!))),
      lowOverGiven: overGiven(0, half),
      highOverGiven: overGiven(half, frequencies),
      given:
        given.length === 0
          ? null
          : Array.from({ length: frequencies }, (_, j) => mean(given.map((own) => own[j]!))),
      wide: this.expected(depth),
      neuron: found[0]!.neuron,
      fit: found[0]!.fit,
    };
  }

  expected(depth: number): readonly number[] {
    const known = this.#wide.get(depth);
    if (known !== undefined) return known;
    const { outputs, samples, coarse } = this.shape;
    const points = samples / coarse;
    const lags = Array.from(
      { length: points },
      (_, t) => coarse * this.q * correlation(this.q, depth, (Math.PI * t) / points),
    );
    const kernel = new Float64Array(points * points);
    for (let s = 0; s < points; s++)
      for (let t = 0; t < points; t++) kernel[s * points + t] = lags[Math.abs(s - t)]!;
    const own = this.functions.map((f) => f.filter((_, t) => t % coarse === 0));
    return pairMeans(expectedUnexplained(kernel, points, { outputs, ridge: this.ridge }, own));
  }
}

const map = correlationMapOf(LAW)!;

/** Correlation of the outputs above `depth` hidden layers at two points so far apart on the circle. */
function correlation(q: number, depth: number, angle: number): number {
  const bias = LAW.sigmaB ** 2;
  let c = ((q - bias) * cos(angle) + bias) / q;
  for (let l = 0; l < depth; l++) c = map(c);
  return c;
}

function pairMeans(x: readonly number[]): number[] {
  return Array.from({ length: x.length / 2 }, (_, i) => (x[2 * i]! + x[2 * i + 1]!) / 2);
}
