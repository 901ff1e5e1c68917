/**
 * Cost model: sets block sizes and weights progress. Functions of the experiment alone; they change no digit.
 */
import type { Estimator, MeasureName } from '../experiment/index.ts';
import { measureOrder } from '../measure/areas/curve.ts';
import { batchOf, chainOf, keptWeights, type NetworkSpec, widthsOf } from '../network/index.ts';

interface Sampled {
  readonly network: NetworkSpec;
  readonly points: number;
  readonly measures: readonly MeasureName[];
  readonly estimator: Estimator;
}

/** A network measured exactly takes, beside its columns, about so much in every layer. */
const EXACT_LAYER = 1e5;

/**
 * Multiply-adds of one network measured at samples; a drawn weight counts as forty, a stored activation as
 * four. A sample has a column for its length, a second one where that is a tangent's, and for measures one for
 * each derivative of the curve that they take, none included.
 */
export function sampledCost({ network, points, measures, estimator }: Sampled): number {
  const own = estimator === 'tangent' ? 2 : 1;
  const columns = points * (own + (measures.length === 0 ? 0 : 1 + measureOrder(measures)));
  return layersCost(network, () => columns, 4, 2000);
}

/**
 * The same of an exact image; `knots` are those of the images of layers 0 … d. A neuron's step between knots
 * counts as twelve.
 */
export function exactCost(network: NetworkSpec, knots: readonly number[]): number {
  return layersCost(network, (layer) => knots[layer - 1]!, 12, EXACT_LAYER);
}

/** A point of a batch goes through the weights in double precision, one by one. */
const PER_BATCH_POINT = 10;

function layersCost(
  network: NetworkSpec,
  columns: (layer: number) => number,
  perActivation: number,
  perLayer: number,
): number {
  const { spec, shown } = chainOf(network);
  const batch = PER_BATCH_POINT * (batchOf(network)?.length ?? 0);
  return widthsOf(spec).reduce((cost, width, i) => {
    const kept = keptWeights(spec, i + 1);
    const count = columns(shown.slice(i).find((layer) => layer > 0)!);
    return cost + kept * (count + batch + 40) + perActivation * width * count + perLayer;
  }, 0);
}

/** About 20 ms of work per task, so that passing it to a worker costs nothing that matters. */
const TASK_COST = 2e8;
const LARGEST_BLOCK = 1024;

/** Networks per task. */
export function blockSize(cost: number): number {
  return Math.max(1, Math.min(LARGEST_BLOCK, Math.floor(TASK_COST / cost)));
}
