/** What can be measured of a curve's image in a layer beside its length: names, meanings, and who can measure it. */

import { type Activation, hasKinks, type NetworkSpec, piecesOf } from '../network/index.ts';
import type { CurveKind } from './experiment.ts';

export type Estimator = 'polyline' | 'exact' | 'tangent';

interface Definition {
  /** One line for help and documentation; lengths are those of the layer, N is its width. */
  readonly meaning: string;
  /** Weights c times as large, in a network without biases whose activation is homogeneous, change it in layer l by `c ** (power * l)`. */
  readonly power: number;
  /** Activations that it is defined for: with linear pieces, or without kinks; linear is both. */
  readonly needs: 'pieces' | 'smooth' | null;
  /** Estimators that measure it; `exact` measures transitions and regions unasked. */
  readonly estimators: readonly Estimator[];
  /** Whether it can leave the range of a double though it does not scale with the weights. */
  readonly large?: true;
  /** Numbers per layer and network; more than one for a function of the lag. */
  readonly entries?: number;
}

/** Lags of the autocorrelation: j / 48 of the curve, j = 1 … 24. */
export const LAGS: readonly number[] = Array.from({ length: 24 }, (_, j) => (j + 1) / 48);

/** Estimators beside which the curve is sampled. */
const SAMPLED: readonly Estimator[] = ['polyline', 'tangent'];
const ALL: readonly Estimator[] = ['exact', ...SAMPLED];

const DEFINITIONS = {
  transitions: {
    meaning:
      'how often neurons of the layer change their linear piece along the curve; a jump of hard-tanh from -1 to +1 counts two',
    power: 0,
    needs: 'pieces',
    estimators: ALL,
  },
  regions: {
    meaning: 'activation regions of layers 1 … l that the curve goes through, counted at each entry',
    power: 0,
    needs: 'pieces',
    estimators: ['exact'],
  },
  patterns: {
    meaning: 'distinct activation patterns of layers 1 … l along the curve',
    power: 0,
    needs: 'pieces',
    estimators: ALL,
  },
  linearRegions: {
    meaning: 'maximal stretches of the curve on which the image is an affine function of the input',
    power: 0,
    needs: 'pieces',
    estimators: ['exact'],
  },
  q: { meaning: 'mean over the curve of |h|²/N', power: 2, needs: null, estimators: ALL },
  correlation: {
    meaning: "cosine of the angle between the pre-activations of the curve's two ends",
    power: 0,
    needs: null,
    estimators: ALL,
  },
  autocorrelation: {
    meaning: 'mean cosine of the angle between pre-activations j/48 of the curve apart, j = 1 … 24',
    power: 0,
    needs: null,
    estimators: ALL,
    entries: LAGS.length,
  },
  speed: { meaning: 'mean over the curve of |dh/dτ|', power: 1, needs: null, estimators: ALL },
  metric: { meaning: 'mean over the curve of |dh/dτ|²/N', power: 2, needs: null, estimators: ALL },
  curvature2: {
    meaning: 'mean over the curve of N κ², κ the extrinsic curvature of the pre-activation curve',
    power: -2,
    needs: 'smooth',
    estimators: SAMPLED,
  },
  gaussMapLength: {
    meaning: 'length of the Gauss map of the pre-activation curve, the integral of κ |dh|',
    power: 0,
    needs: 'smooth',
    estimators: SAMPLED,
    large: true,
  },
  turningAngle: {
    meaning: 'total turning angle of the image, in radians',
    power: 0,
    needs: null,
    estimators: ALL,
  },
  activeShare: {
    meaning: 'share of units on a piece of non-zero slope, averaged over the curve',
    power: 0,
    needs: 'pieces',
    estimators: ALL,
  },
  deadShare: {
    meaning: 'share of units whose output is constant along the whole curve',
    power: 0,
    needs: 'pieces',
    estimators: ALL,
  },
  chordDeviation: {
    meaning:
      'mean over the curve of the distance between the image and the chord of its ends at the same place',
    power: 1,
    needs: null,
    estimators: ALL,
  },
  spaceFold: {
    meaning:
      'space folding: 1 - max d(π_i, π_0) / Σ d(π_i, π_(i+1)), d the Hamming distance of patterns of layers 1 … l in the order of the curve',
    power: 0,
    needs: 'pieces',
    estimators: ALL,
  },
} as const satisfies Record<string, Definition>;

export type MeasureName = keyof typeof DEFINITIONS;

/** Every measure by name, in the order of results. */
export const MEASURES: Readonly<Record<MeasureName, Definition>> = DEFINITIONS;
export const MEASURE_NAMES = Object.keys(DEFINITIONS) as [MeasureName, ...MeasureName[]];

/** Numbers per layer and network that a measure has. */
export function entriesOf(name: MeasureName): number {
  return MEASURES[name].entries ?? 1;
}

/** The same of several measures together. */
export function numbersOf(names: readonly MeasureName[]): number {
  return names.reduce((sum, name) => sum + entriesOf(name), 0);
}

/** Whether values carry an exponent of their own. */
export function isScaled(name: MeasureName): boolean {
  const { power, large = false } = MEASURES[name];
  return power !== 0 || large;
}

/** Whether an activation has what a measure needs. */
const FIT = {
  pieces: (activation: Activation) => piecesOf(activation) !== null,
  smooth: (activation: Activation) => !hasKinks(activation),
} as const;

/** Why a measure cannot be had, as `expected …`; null where it can. */
export function measureProblem(
  name: MeasureName,
  estimator: Estimator,
  { layers }: Pick<NetworkSpec, 'layers'>,
  curve: CurveKind,
): string | null {
  const { estimators, needs } = MEASURES[name];
  // What no estimator could measure is said first.
  const unfit = layers.find(({ activation }) => needs !== null && !FIT[needs](activation));
  if (unfit !== undefined) {
    const expected = needs === 'pieces' ? 'an activation with linear pieces' : 'a smooth activation';
    return `expected ${expected} for ${name}, got ${unfit.activation.name}`;
  }
  // All of a polyline's curvature sits in its corners, where there is no second derivative.
  if (needs === 'smooth' && curve === 'polyline') {
    return `expected a curve without corners for ${name}, got polyline`;
  }
  if (!estimators.includes(estimator)) {
    const others = MEASURE_NAMES.filter((other) => MEASURES[other].estimators.includes(estimator));
    return `expected what the ${estimator} estimator measures (${others.join(', ') || 'lengths alone'}), got ${name}`;
  }
  return null;
}
