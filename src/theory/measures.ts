/** What theory says of the measures of an experiment, layer by layer. */
import { type Curve, curveLength, samplePoints } from '../curve/index.ts';
import { type Estimator, MEAN_FIELD_MEASURES, type MeasureName } from '../experiment/measures.ts';
import {
  everyLayer,
  hasVariance,
  isDense,
  isMatrixLaw,
  isSelfAveraging,
  meanKept,
  type NetworkSpec,
  widthsOf,
} from '../network/index.ts';
import { type SampledLayer, sampledLengths } from './growth-samples.ts';
import { knowsAlong, meanFieldAlong } from './meanfield/along-curve.ts';
import { curveBend, turningAngles } from './transitions/turning.ts';
import { LEAST_KEPT } from './transitions/wide.ts';
import type { MeasureTheory } from './types.ts';

/** How the curve is looked at. */
export interface Measurement {
  readonly curve: Curve;
  readonly points: number;
  /** `polyline` where it is left out. */
  readonly estimator?: Estimator;
  readonly measures?: readonly MeasureName[];
}

/** Mean field along a curve: a page loads it where measures need it (`needsAlong`). */
export interface AlongTheory {
  readonly knowsAlong: typeof knowsAlong;
  readonly meanFieldAlong: typeof meanFieldAlong;
}

/** Whether the theory of these measures takes an `AlongTheory`. */
export function needsAlong({ measures = [] }: Pick<Measurement, 'measures'>): boolean {
  return MEAN_FIELD_MEASURES.some((name) => measures.includes(name));
}

/** Samples of more numbers than this are not laid out for the sake of what they are expected to show. */
const MOST_NUMBERS = 2e7;

/**
 * Theory of a measurement, for layers 1 … d: what the polyline through the samples is expected to show, in
 * the limit of wide layers (`sampledLengths`; beside mean-field measures of circles also for activations that
 * it does not know), and mean-field values of the measures asked for (`meanFieldAlong`). `spec` and `curve`
 * are taken as valid.
 */
export function measureTheory(spec: NetworkSpec, measurement: Measurement): MeasureTheory[] {
  return measureTheoryWith({ knowsAlong, meanFieldAlong }, spec, measurement);
}

/** The same; `along` may be `null` where the measures do not need it (`needsAlong`). */
export function measureTheoryWith(
  along: AlongTheory | null,
  spec: NetworkSpec,
  { curve, points, estimator = 'polyline', measures = [] }: Measurement,
): MeasureTheory[] {
  const pairs = (['correlation', 'autocorrelation'] as const).filter((name) => measures.includes(name));
  const known = MEAN_FIELD_MEASURES.filter((name) => measures.includes(name));
  const averages = known.length > 0 && everyLayer(spec, isSelfAveraging) && along!.knowsAlong(spec, curve);
  const layers = averages ? along!.meanFieldAlong(spec, curve, pairs) : null;
  // Of other layers nothing is known yet.
  const dense = isDense(spec);
  const looksAtSamples =
    dense && (estimator === 'polyline' || (estimator === 'tangent' && measures.includes('transitions')));
  const sampled = looksAtSamples ? samplesShow(spec, curve, points) : null;
  const turning = measures.includes('turningAngle') ? turningTheory(spec, curve) : null;
  const input = curveLength(curve);
  return spec.layers.map((_, l): MeasureTheory => {
    const wide = layers?.[l];
    const length = sampled?.[l]?.length ?? wide?.sampled(points).length ?? null;
    return {
      sampledRatio: estimator === 'polyline' && length !== null ? length / input : null,
      sampledTransitions: sampled?.[l]?.transitions ?? null,
      measures: {
        ...Object.fromEntries(known.map((name) => [name, { meanField: wide?.[name] ?? null }])),
        ...(turning === null ? {} : { turningAngle: { approximate: turning[l]! } }),
      },
    };
  });
}

function samplesShow(spec: NetworkSpec, curve: Curve, points: number): SampledLayer[] | null {
  if (points * spec.inputDim > MOST_NUMBERS) return null;
  return sampledLengths(spec, samplePoints(curve, points));
}

/** Wide ReLU layers of independent weights without biases. */
function turningTheory(spec: NetworkSpec, curve: Curve): (number | null)[] {
  const wide = spec.layers.every((_, l) => meanKept(spec, l + 1) >= LEAST_KEPT);
  const known = everyLayer(
    spec,
    ({ type, activation, sigmaB, sigmaW, weights }) =>
      type === 'dense' &&
      activation.name === 'relu' &&
      sigmaB === 0 &&
      sigmaW > 0 &&
      hasVariance(weights) &&
      !isMatrixLaw(weights),
  );
  if (!known || !wide) return spec.layers.map(() => null);
  return turningAngles(widthsOf(spec), curveBend(curve));
}
