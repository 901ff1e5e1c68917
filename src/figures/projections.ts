/** Projected curves of one network, as figures keep them. */

import { type Compute, planExperiment, type Vertices, withNames } from '../ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../experiment/index.ts';
import { type Projection, projectionOf } from '../result/curve.ts';
import { plannedCurveImages } from '../run/curve-images.ts';
import { fixedPointRadius } from '../theory/meanfield/fixed-point-radius.ts';
import type { Row } from './tidy.ts';

/**
 * The image of the curve in these layers of network 0 of the only cell, with the shares of `components`
 * components. Coordinates to six digits.
 */
export async function projections(
  input: ExperimentInput,
  layers: readonly number[],
  compute: Compute,
  vertices?: Vertices,
  components = 3,
): Promise<Projection[]> {
  const inputs = { vertices };
  const plan = planExperiment(parseExperiment(withNames(input, inputs)), { ...inputs, fixedPointRadius });
  const [cell] = await plannedCurveImages(plan, plan.experiment.points, { layers }, compute);
  return cell!.layers.map((layer) => {
    const { x, y, ...projection } = projectionOf(layer, components);
    return { ...projection, x: short(x), y: short(y) };
  });
}

function short(values: readonly number[]): number[] {
  const unit = Math.max(...values.map(Math.abs)) * 1e-6 || 1;
  return values.map((value) => Number((Math.round(value / unit) * unit).toPrecision(8)));
}

export function projectionRows({ title, x, y }: Projection, place: Row = {}): Row[] {
  return x.map((value, sample) => ({
    ...place,
    panel: title,
    sample,
    component1: value,
    component2: y[sample]!,
  }));
}
