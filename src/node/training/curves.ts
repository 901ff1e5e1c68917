/** Measures along given curves on the way. */
import type { Experiment, ExperimentInput } from '../../experiment/index.ts';
import type { AnyGivenNetwork } from '../../network/index.ts';
import type { CellResult } from '../../result/index.ts';
import { measureTrajectory } from '../../run/trajectory.ts';
import { endpointVectors } from '../files/index.ts';

/** A curve through the network, at a step. */
export interface MeasuredCurve {
  readonly endpoints: string;
  readonly input: CellResult['input'];
  readonly layers: CellResult['layers'];
}

/** Measures a network along all curves. */
export type MeasureCurves = (network: AnyGivenNetwork) => Promise<MeasuredCurve[]>;

/** @throws TypeError, RangeError for endpoints that cannot be read. */
export async function curvesOf(
  experiment: Experiment,
  names: readonly string[],
  dim: number,
): Promise<MeasureCurves> {
  const { seed, mnistDir, curve, radius, estimator, points, measure } = experiment;
  const options = { seed, dim, ...(mnistDir === null ? {} : { mnistDir }) };
  const vertices = await Promise.all(names.map((name) => endpointVectors(name, options)));
  const input: ExperimentInput = { curve, radius, estimator, points, measure, seed };
  return async (network) => {
    const measured: MeasuredCurve[] = [];
    for (const [i, endpoints] of names.entries()) {
      const { cells } = await measureTrajectory(input, { vertices: vertices[i]!, networks: [network] });
      measured.push({ endpoints, input: cells[0]!.input, layers: cells[0]!.layers });
    }
    return measured;
  };
}
