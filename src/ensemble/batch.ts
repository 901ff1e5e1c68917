/** The batch of an experiment, as points. */
import { type Experiment, ExperimentError, echo } from '../experiment/index.ts';
import type { Batch } from '../network/index.ts';
import type { Vertices } from './inputs.ts';

/** @throws ExperimentError for a batch that is named and not given, or of one point; undefined: there is none. */
export function pointsOfBatch({ batch }: Experiment, given: Vertices | undefined): Batch | undefined {
  if (batch === undefined) return undefined;
  const points = typeof batch.points === 'string' ? given : batch.points;
  if (points === undefined) throw fault('the points themselves (only Node reads files)', echo(batch.points));
  if (points.length < 2) throw fault('at least 2 points', points.length);
  return points.map((point) => Float64Array.from(point));
}

/** @throws ExperimentError for points that are no inputs of a network. */
export function requireBatch(batch: Batch | undefined, inputDim: number): void {
  const other = batch?.find(({ length }) => length !== inputDim);
  if (other !== undefined) throw fault(`points of dimension ${inputDim}, that of the input`, other.length);
}

function fault(expected: string, got: string | number): ExperimentError {
  return new ExperimentError('batch', expected, got, null, 'points');
}
