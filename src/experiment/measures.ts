/**
 * What can be measured of a curve's image in a layer beside its length: one record each, from which
 * everything follows that planning, measuring, theory and results have to know of it. How it is measured
 * stands in one table for each image, of samples and exact (`measure/measured.ts`, `measure/exact/measures`),
 * and what it means in one for readers (`meanings.ts`); they do not compile without an entry for each name.
 */

import type { Fault } from '../input/faults.ts';
import {
  type Activation,
  activationsOf,
  bendsOf,
  hasKinks,
  hasLinks,
  hasPieces,
  isSmooth,
  type Layer,
  type NetworkSpec,
  normalises,
  piecesOf,
} from '../network/index.ts';
import type { CurveKind } from './experiment.ts';

export const ESTIMATORS = ['polyline', 'exact', 'tangent'] as const;
/** How length is measured: see `estimator` of an experiment. */
export type Estimator = (typeof ESTIMATORS)[number];

interface MeasureRecord {
  /**
   * Weights c times as large, in a network without biases whose activation is homogeneous, change it in layer
   * l by `c ** (power * l)`.
   */
  readonly power: number;
  /** Activations that it is defined for: with linear pieces, or without kinks; linear is both. */
  readonly needs: 'pieces' | 'smooth' | null;
  /** Estimators that measure it. */
  readonly estimators: readonly Estimator[];
  /** Derivatives of the curve that it is taken from at samples. */
  readonly order: 0 | 1 | 2;
  /** Whether it looks at activation patterns. */
  readonly patterns: boolean;
  /** What stands beside it: an expected number, its value in wide networks, an approximation, or nothing. */
  readonly theory: 'count' | 'meanField' | 'approximate' | null;
  /** The exact estimator counts it by default. Every result has it: `null` if it was not counted. */
  readonly counted?: true;
  /** Whether it can leave the range of a double though it does not scale with the weights. */
  readonly large?: true;
  /** Numbers per layer and network, where there are more than one: a function of the lag. */
  readonly entries?: number;
}

/** Lags of the autocorrelation: j / 48 of the curve, j = 1 … 24. */
export const LAGS: readonly number[] = Array.from({ length: 24 }, (_, j) => (j + 1) / 48);

/** Estimators beside which the curve is sampled. */
const SAMPLED = ['polyline', 'tangent'] as const;
const ALL = ['exact', ...SAMPLED] as const;

const RECORDS = {
  transitions: {
    power: 0,
    needs: 'pieces',
    estimators: ALL,
    order: 0,
    patterns: true,
    theory: 'count',
    counted: true,
  },
  regions: {
    power: 0,
    needs: 'pieces',
    estimators: ['exact'],
    order: 0,
    patterns: false,
    theory: 'count',
    counted: true,
  },
  patterns: {
    power: 0,
    needs: 'pieces',
    estimators: ALL,
    order: 0,
    patterns: true,
    theory: null,
  },
  linearRegions: {
    power: 0,
    needs: 'pieces',
    estimators: ['exact'],
    order: 0,
    patterns: false,
    theory: null,
  },
  q: {
    power: 2,
    needs: null,
    estimators: ALL,
    order: 0,
    patterns: false,
    theory: 'meanField',
  },
  correlation: {
    power: 0,
    needs: null,
    estimators: ALL,
    order: 0,
    patterns: false,
    theory: 'meanField',
  },
  autocorrelation: {
    power: 0,
    needs: null,
    estimators: ALL,
    entries: LAGS.length,
    order: 0,
    patterns: false,
    theory: 'meanField',
  },
  speed: {
    power: 1,
    needs: null,
    estimators: ALL,
    order: 1,
    patterns: false,
    theory: 'meanField',
  },
  metric: {
    power: 2,
    needs: null,
    estimators: ALL,
    order: 1,
    patterns: false,
    theory: 'meanField',
  },
  curvature2: {
    power: -2,
    needs: 'smooth',
    estimators: SAMPLED,
    order: 2,
    patterns: false,
    theory: 'meanField',
  },
  gaussMapLength: {
    power: 0,
    needs: 'smooth',
    estimators: SAMPLED,
    large: true,
    order: 2,
    patterns: false,
    theory: 'meanField',
  },
  turningAngle: {
    power: 0,
    needs: null,
    estimators: ALL,
    order: 1,
    patterns: false,
    theory: 'approximate',
  },
  activeShare: {
    power: 0,
    needs: 'pieces',
    estimators: ALL,
    order: 0,
    patterns: true,
    theory: null,
  },
  deadShare: {
    power: 0,
    needs: 'pieces',
    estimators: ALL,
    order: 1,
    patterns: true,
    theory: null,
  },
  chordDeviation: {
    power: 1,
    needs: null,
    estimators: ALL,
    order: 0,
    patterns: false,
    theory: null,
  },
  spaceFold: {
    power: 0,
    needs: 'pieces',
    estimators: ALL,
    order: 0,
    patterns: true,
    theory: null,
  },
} as const satisfies Record<string, MeasureRecord>;

/** In place of measures: lengths, and nothing beside them. */
export const LENGTHS_ALONE = 'length';

type Records = typeof RECORDS;
/** Measures of the image in a layer besides its length; docs/formats.md defines them. */
export type MeasureName = keyof Records;

/** Those whose record has these values. */
type Named<Part> = { [N in MeasureName]: Records[N] extends Part ? N : never }[MeasureName];
/** Those that an estimator measures. */
export type MeasuredBy<E extends Estimator> = {
  [N in MeasureName]: E extends Records[N]['estimators'][number] ? N : never;
}[MeasureName];
export type CountedMeasure = Named<{ readonly counted: true }>;
/** A function of the lag. */
export type LagMeasure = Named<{ readonly entries: number }>;
/** A measure with one number a layer. */
export type ScalarMeasure = Exclude<MeasureName, CountedMeasure | LagMeasure>;
/** Measures with a mean-field value in wide layers. */
export type MeanFieldMeasure = Named<{ readonly theory: 'meanField' }>;

/**
 * Every measure by name; results have what is counted first, then scalars, then functions of the lag, each in
 * this order.
 */
export const MEASURES: Readonly<Record<MeasureName, MeasureRecord>> = RECORDS;
export const MEASURE_NAMES = Object.keys(RECORDS) as [MeasureName, ...MeasureName[]];

/** What the field `measure` of an experiment may name: measures, or `length` by itself. */
export const ASKED_MEASURES = [LENGTHS_ALONE, ...MEASURE_NAMES] as const;

/** The names of those whose record says so, in the order of results. */
function namesWhere<N extends MeasureName>(says: (record: MeasureRecord) => boolean): readonly N[] {
  return MEASURE_NAMES.filter((name): name is N => says(MEASURES[name]));
}

export const COUNTED_MEASURES = namesWhere<CountedMeasure>(({ counted = false }) => counted);
export const LAG_MEASURES = namesWhere<LagMeasure>(({ entries = 1 }) => entries > 1);
export const SCALAR_MEASURES = namesWhere<ScalarMeasure>(
  ({ counted = false, entries = 1 }) => !counted && entries === 1,
);
/** As results have them, functions of the lag last. */
export const MEAN_FIELD_MEASURES = [...SCALAR_MEASURES, ...LAG_MEASURES].filter(
  (name): name is MeanFieldMeasure => MEASURES[name].theory === 'meanField',
);

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

/** Whether a layer has what a measure needs. Samples show the pieces of what is normalised as well. */
function fits(layer: Layer, needs: 'pieces' | 'smooth', estimator: Estimator): boolean {
  if (needs === 'smooth') return isSmooth(layer);
  return (
    hasPieces(layer) || (estimator !== 'exact' && normalises(layer) && piecesOf(layer.activation) !== null)
  );
}

/** Why a layer lacks it: one of its activations, or the layer itself. */
function unfitOf(layer: Layer, needs: 'pieces' | 'smooth'): string {
  const lacks = needs === 'smooth' ? hasKinks : (own: Activation) => piecesOf(own) === null;
  return activationsOf(layer).find(lacks)?.name ?? layer.type;
}

type Problem = Pick<Fault, 'expected' | 'got'>;

/** Why a measure cannot be had: what would have been right, and what came; null where it can. */
export function measureProblem(
  name: MeasureName,
  estimator: Estimator,
  { layers }: Pick<NetworkSpec, 'layers'>,
  curve: CurveKind,
): Problem | null {
  const { estimators, needs, counted } = MEASURES[name];
  if (hasLinks({ layers }) && estimator === 'exact' && counted !== true) {
    const known = 'lengths, transitions and regions';
    return {
      expected: `${known} of networks with residual blocks or normalisation by the exact estimator`,
      got: name,
    };
  }
  // What no estimator could measure is said first.
  const unfit = layers.find((layer) => needs !== null && !fits(layer, needs, estimator));
  if (unfit !== undefined) {
    const expected = needs === 'pieces' ? 'an activation with linear pieces' : 'a smooth activation';
    return { expected: `${expected} for ${name}`, got: unfitOf(unfit, needs!) };
  }
  // All of a polyline's curvature sits in its corners, where there is no second derivative.
  if (needs === 'smooth' && curve === 'polyline') {
    return { expected: `a curve without corners for ${name}`, got: 'polyline' };
  }
  // Samples do not show which input of a patch is the largest, and exact images have no pre-activations there.
  const own = layers.find((layer) => bendsOf(layer) === 'kinks');
  if (own !== undefined && estimator === 'exact' && !COUNTED_MEASURES.includes(name as CountedMeasure)) {
    return { expected: `transitions, regions or another estimator than exact beside ${own.type}`, got: name };
  }
  // Nor do they show neurons inside of blocks.
  const hidden = own ?? layers.find(({ type }) => type === 'residual');
  if (hidden !== undefined && estimator !== 'exact' && MEASURES[name].patterns) {
    return { expected: `the exact estimator for ${name} beside ${hidden.type}`, got: estimator };
  }
  if (!estimators.includes(estimator)) {
    const others = MEASURE_NAMES.filter((other) => MEASURES[other].estimators.includes(estimator));
    const known = others.join(', ') || 'lengths alone';
    return { expected: `what the ${estimator} estimator measures (${known})`, got: name };
  }
  return null;
}
