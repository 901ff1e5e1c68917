/** A layer with weights, over blocks of samples: numbers of every sample and place, a row of `columns` each. */
import type { Kernels } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { type Activate, activate } from './activate.ts';
import { type Area, BLOCK, type Images, type ReserveArea } from './areas.ts';
import type { LayerInputs } from './layer-inputs.ts';
import { normalise, normaliseBack } from './normalise.ts';
import { patchInputs } from './patch-inputs.ts';
import { isNormalised, roomFor, type WeightedShape } from './shape.ts';
import { wholeInputs } from './whole-inputs.ts';

export interface WeightedLayer extends Images {
  readonly kernels: Kernels;
  readonly shape: WeightedShape;
  /** Pre-activations h, and phi'(h). */
  readonly h: Area;
  readonly slopes: Area;
  readonly d: Area;
  /** Of a layer that is normalised: normalised W z, and 1 / standard deviation of each neuron or channel. */
  readonly normalised: Area | null;
  readonly precision: Float64Array | null;
  readonly inputs: LayerInputs;
  readonly activate: Activate;
}

/** @param isRow whether what is before lies as a row for every sample that dense products write. */
export function weightedLayer(
  arena: Arena,
  area: ReserveArea,
  before: Images,
  isRow: boolean,
  shape: WeightedShape,
): WeightedLayer {
  const { places, width, columns, layer } = shape;
  const block = () => area(roomFor(BLOCK * places) * columns);
  const normalised = isNormalised(shape);
  const makeInputs = layer.type === 'dense' && isRow ? wholeInputs : patchInputs;
  return {
    ...{ kernels: arena.kernels, shape, places, width, columns },
    ...{ h: block(), z: block(), slopes: block(), d: block() },
    normalised: normalised ? block() : null,
    precision: normalised ? new Float64Array(width) : null,
    inputs: makeInputs(arena, area, before, shape),
    activate: activate(arena, layer.activation),
  };
}

/** From the images before it to z. `share`: of the block in its batch. */
export function forwardWeighted(
  layer: WeightedLayer,
  parameters: Area,
  gradient: Area,
  count: number,
  share: number,
): void {
  const { kernels, h, z, slopes, shape, normalised, places, columns, inputs } = layer;
  const rows = count * places;
  inputs.forward(parameters.at + 4 * shape.weights, h, count);
  if (normalised !== null) normalise(layer, parameters.of, gradient.of, rows, share);
  kernels.addRow(h.at, rows, columns, parameters.at + 4 * shape.biases);
  layer.activate(h.at, z.at, slopes.at, rows * columns);
  if (shape.scale < 0) return;
  const scale = parameters.of[shape.scale]!;
  for (const { of } of [z, slopes]) for (let i = 0; i < rows * columns; i++) of[i] = scale * of[i]!;
}

/** From the derivative by z to that by W z, in `d`; where the layer is trained, to its gradient. */
export function backWeighted(
  layer: WeightedLayer,
  parameters: Area,
  gradient: Area,
  count: number,
  isTrained: boolean,
): void {
  const { kernels, d, slopes, places, columns, shape } = layer;
  const rows = count * places;
  if (isTrained && shape.scale >= 0)
    gradient.of[shape.scale] = along(d, layer.z, rows * columns) / parameters.of[shape.scale]!;
  kernels.timesInto(d.at, slopes.at, rows * columns);
  if (isTrained) kernels.sumColumns(d.at, rows, columns, gradient.at + 4 * shape.biases);
  if (layer.normalised !== null) normaliseBack(layer, parameters.of, gradient.of, rows);
  if (isTrained) layer.inputs.weightGradient(d, gradient, count);
}

/** Sum of the products of two lists. */
function along({ of: a }: Area, { of: b }: Area, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i]! * b[i]!;
  return sum;
}
