/** What an experiment's `estimator`, `draw` and `measure` come to for a cell. */
import {
  type Estimator,
  type Experiment,
  ExperimentError,
  MEASURE_NAMES,
  type MeasureName,
  measureProblem,
} from '../experiment/index.ts';
import { autoDraw, type Draw, exactPays, requireKnots } from '../measure/index.ts';
import { type NetworkSpec, piecesOf } from '../network/index.ts';

/** How a cell is measured. */
export interface Measuring {
  readonly estimator: Estimator;
  readonly draw: Draw;
  /** In the order of `MEASURE_NAMES`. */
  readonly measures: readonly MeasureName[];
}

/**
 * @param knots expected knots of the exact images of layers 0 … d; null where there are none.
 * @throws ExperimentError for what cannot be had together.
 */
export function measuringOf(
  experiment: Experiment,
  network: NetworkSpec,
  knots: readonly number[] | null,
): Measuring {
  const estimator = estimatorOf(experiment, network, knots);
  for (const name of experiment.measure) {
    const problem = measureProblem(name, estimator, network, experiment.curve);
    if (problem !== null) throw new ExperimentError('measure', problem);
  }
  // The exact estimator counts as it goes.
  const counted: readonly MeasureName[] = estimator === 'exact' ? ['transitions', 'regions'] : [];
  const measures = MEASURE_NAMES.filter(
    (name) => experiment.measure.includes(name) || counted.includes(name),
  );
  return { estimator, draw: drawOf(experiment, estimator, network), measures };
}

/**
 * Of `auto`: exact where that can be and takes no excess of knots, and nobody asked for images by law; else polyline. An estimator that
 * does not measure what was asked for is passed over for one that does.
 */
function estimatorOf(
  experiment: Experiment,
  network: NetworkSpec,
  knots: readonly number[] | null,
): Estimator {
  const { estimator, draw, measure } = experiment;
  const last = knots?.at(-1) ?? Number.POSITIVE_INFINITY;
  if (estimator === 'exact') {
    if (knots === null) throw new ExperimentError('estimator', noExactImage(experiment, network));
    requireKnots(network, last);
  }
  if (estimator !== 'auto') return estimator;
  const sampled: Estimator[] = ['polyline', 'tangent'];
  const candidates: Estimator[] = draw !== 'law' && exactPays(last) ? ['exact', ...sampled] : sampled;
  const measures = (candidate: Estimator) =>
    measure.every((name) => measureProblem(name, candidate, network, experiment.curve) === null);
  return candidates.find(measures) ?? candidates[0]!;
}

function noExactImage({ curve }: Experiment, { layers }: NetworkSpec): string {
  const smooth = layers.find(({ activation }) => piecesOf(activation) === null);
  return (curve === 'line' || curve === 'polyline') && smooth !== undefined
    ? `expected polyline for an activation without linear pieces (${smooth.activation.name}), got exact`
    : `expected polyline for a curve that is not straight (${curve}), got exact`;
}

/** Only lengths of polylines are drawn by law; the other estimators, and measures, follow one particular network. */
function drawOf(
  { draw, points, measure, networkFile }: Experiment,
  estimator: Estimator,
  network: NetworkSpec,
): Draw {
  if (networkFile !== null) return 'weights';
  const [measured] = measure;
  if (estimator === 'polyline' && measured === undefined) {
    return draw === 'auto' ? autoDraw(network, points) : draw;
  }
  if (draw === 'law') {
    const follower = estimator === 'polyline' ? measured : `the ${estimator} estimator`;
    throw new ExperimentError(
      'draw',
      `expected weights with ${follower}, which follows the weights of a network, got law`,
    );
  }
  return 'weights';
}
