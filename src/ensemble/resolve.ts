/** Resolves `estimator`, `draw` and `measure` of an experiment for a cell. */
import {
  askedMeasures,
  asksLengthsAlone,
  autoTakesTangents,
  COUNTED_MEASURES,
  type Estimator,
  type Experiment,
  ExperimentError,
  MEASURE_NAMES,
  type MeasureName,
  measureProblem,
} from '../experiment/index.ts';
import { autoDraw, type Draw, whyNotByLaw } from '../measure/draw-rule.ts';
import { isFollowed, whyNotExact } from '../measure/estimator-rule.ts';
import { requireKnots } from '../measure/exact/memory.ts';
import { bendsOf, chainOf, innerLayers, type Layer, type NetworkSpec } from '../network/index.ts';

/** How a cell is measured. */
export interface Measuring {
  readonly estimator: Estimator;
  readonly draw: Draw;
  /** In the order of `MEASURE_NAMES`. */
  readonly measures: readonly MeasureName[];
  /** Why `auto` did not take the exact image that there is; null where it did, or nobody asked. */
  readonly notExact: string | null;
}

/** An experiment whose number of points is known. */
export type PlannedExperiment = Experiment & { readonly points: number };

/**
 * Tells the expected knots of the exact images of layers 0 … d. It needs end points, which take time to draw.
 */
type Knots = () => readonly number[];

/**
 * @param knots null where there is no exact image.
 * @throws ExperimentError for what cannot be had together.
 */
export function measuringOf(
  experiment: PlannedExperiment,
  network: NetworkSpec,
  knots: Knots | null,
): Measuring {
  const { estimator, notExact } = estimatorOf(experiment, network, knots);
  requireMeasures(experiment, estimator, network, notExact);
  if (experiment.estimator === 'exact') requireKnots(network, knots!().at(-1)!);
  // The exact estimator counts as it goes, unless nobody wants it.
  const counts = estimator === 'exact' && !asksLengthsAlone(experiment);
  const counted: readonly MeasureName[] = counts ? COUNTED_MEASURES : [];
  const asked = askedMeasures(experiment);
  const measures = MEASURE_NAMES.filter((name) => asked.includes(name) || counted.includes(name));
  return { estimator, draw: drawOf(experiment, estimator, network), measures, notExact };
}

function requireMeasures(
  experiment: Experiment,
  estimator: Estimator,
  network: NetworkSpec,
  notExact: string | null,
): void {
  for (const name of askedMeasures(experiment)) {
    const problem = measureProblem(name, estimator, network, experiment.curve);
    if (problem === null) continue;
    const { expected, got } = problem;
    throw new ExperimentError('measure', expected, notExact === null ? got : `${got} (${notExact})`);
  }
}

/**
 * `auto`: tangents if only lengths are measured. Otherwise exact, if the curve and the activations allow it,
 * the expected knots are not too many, the image fits memory, and `draw` is not `law`. Otherwise polyline. An
 * estimator that lacks a chosen measure is skipped for one that has it.
 */
function estimatorOf(
  experiment: PlannedExperiment,
  network: NetworkSpec,
  knots: Knots | null,
): Pick<Measuring, 'estimator' | 'notExact'> {
  const { estimator, draw, curve, points } = experiment;
  if (estimator === 'exact' && knots === null) {
    throw new ExperimentError('estimator', insteadOfExact(experiment, network), 'exact');
  }
  if (estimator !== 'auto') return { estimator, notExact: null };
  if (autoTakesTangents(experiment)) {
    const where = `${points} point${points === 1 ? '' : 's'}`;
    const why = `at ${where}, as lengths alone are asked for; measure transitions for exact images`;
    return { estimator: 'tangent', notExact: knots && why };
  }
  const measures = (candidate: Estimator) =>
    askedMeasures(experiment).every((name) => measureProblem(name, candidate, network, curve) === null);
  const asksExact = knots !== null && draw !== 'law' && measures('exact');
  const notExact = asksExact ? whyNotExact(network, knots().at(-1)!) : null;
  if (asksExact && notExact === null) return { estimator: 'exact', notExact };
  const sampled = (['polyline', 'tangent'] as const).find(measures);
  return { estimator: sampled ?? 'polyline', notExact };
}

function insteadOfExact({ curve }: Experiment, network: NetworkSpec): string {
  // Of a block its layers say more.
  const layers = network.layers.flatMap((layer): readonly Layer[] =>
    layer.type === 'residual' ? innerLayers(layer) : [layer],
  );
  const own = layers.find((layer) => bendsOf(layer) === 'everywhere');
  const other = own ?? chainOf(network).spec.layers.find((layer) => !isFollowed(layer));
  if ((curve === 'line' || curve === 'polyline') && other !== undefined)
    return bendsOf(other) === 'activation'
      ? `polyline for an activation without linear pieces (${other.activation.name})`
      : `polyline or tangent for a layer of type ${other.type}`;
  return `polyline for a curve that is not straight (${curve})`;
}

/**
 * Only lengths of polylines are drawn without weights; the other estimators, and measures, follow one
 * particular network.
 */
function drawOf(experiment: PlannedExperiment, estimator: Estimator, network: NetworkSpec): Draw {
  const { draw, points, networkFile } = experiment;
  if (networkFile !== null) return 'weights';
  const [measured] = askedMeasures(experiment);
  if (estimator === 'polyline' && measured === undefined) {
    if (draw === 'auto') return autoDraw(network, points);
    const problem = draw === 'law' ? whyNotByLaw(network) : null;
    if (problem !== null) throw new ExperimentError('draw', `weights with ${problem}`, 'law');
    return draw;
  }
  if (draw === 'law') {
    const follower = estimator === 'polyline' ? measured : `the ${estimator} estimator`;
    throw new ExperimentError(
      'draw',
      `weights with ${follower}, which follows the weights of a network`,
      'law',
    );
  }
  return 'weights';
}
