/** Whether `auto` picks tangents, and their number of points. Functions of the experiment alone. */
import { ExperimentError } from './errors.ts';
import type { CurveKind, Experiment } from './experiment.ts';
import { DEFAULTS } from './fields.ts';
import type { LayerFields } from './input.ts';
import { hasType } from './layers.ts';
import { LENGTHS_ALONE, type MeasureName } from './measures.ts';

type Asked = Pick<Experiment, 'measure' | 'estimator' | 'draw' | 'networkFile' | 'untilRelativeCi'> & Layered;
type Layered = {
  readonly layers: readonly LayerFields[] | null;
  readonly batch?: object;
};

/** Whether `measure` names only lengths. */
export function asksLengthsAlone({ measure }: Pick<Experiment, 'measure'>): boolean {
  return measure[0] === LENGTHS_ALONE;
}

/** What `measure` names beside lengths. */
export function askedMeasures(experiment: Pick<Experiment, 'measure'>): readonly MeasureName[] {
  return asksLengthsAlone(experiment) ? [] : (experiment.measure as readonly MeasureName[]);
}

/** Whether layers take means over the curve, which a few random points know badly. */
function takesMeans({ layers, batch }: Layered): boolean {
  return batch === undefined && layers?.some((layer) => hasType(layer, 'batch-norm')) === true;
}

/**
 * Whether `auto` means tangents: for drawn networks, if only lengths are measured, by `measure` or by an
 * interval without `measure`. Exact images cost some thirty times as much and hardly narrow the interval.
 * Given networks have one length each, which needs no noise of random points.
 */
export function autoTakesTangents(experiment: Asked): boolean {
  const { measure, estimator, draw, networkFile, untilRelativeCi } = experiment;
  if (estimator !== 'auto' || draw === 'law' || networkFile !== null || takesMeans(experiment)) return false;
  return asksLengthsAlone(experiment) || (measure.length === 0 && untilRelativeCi !== null);
}

/** Whether the rule below says the number of points where nobody does. */
export function hasTangentPoints(experiment: Asked): boolean {
  if (autoTakesTangents(experiment)) return true;
  return experiment.estimator === 'tangent' && asksLengthsAlone(experiment) && !takesMeans(experiment);
}

/**
 * Points of tangents that reach a given accuracy in about the least time (docs/theory.md, "Means from fewer
 * networks"): a circle and most polylines subtend several times the angle of a line.
 */
export function tangentPoints(curve: CurveKind): number {
  return curve === 'line' || curve === 'arc' ? 8 : 16;
}

/** Fewest points of the curve: without tangents alone, and with measures beside them, both of its ends. */
export function leastPoints(experiment: Asked): number {
  const { estimator, measure } = experiment;
  if (takesMeans(experiment)) return 2;
  const alone = estimator === 'tangent' && (measure.length === 0 || asksLengthsAlone(experiment));
  return alone || autoTakesTangents(experiment) ? 1 : 2;
}

/**
 * Evenly spaced samples where the curve itself is looked at: as many as `points` says, the default where
 * tangents have a number of their own. @throws ExperimentError for one.
 */
export function curveSamples({ points }: Pick<Experiment, 'points'>): number {
  const samples = points ?? DEFAULTS.points;
  if (samples < 2) throw new ExperimentError('points', 'at least 2 samples of the curve', samples);
  return samples;
}
