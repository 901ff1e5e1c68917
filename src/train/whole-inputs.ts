/** Samples go into a dense layer as they lie: a row each. */
import type { Arena } from '../kernels/arena.ts';
import { BLOCK, type Images, type ReserveArea } from './areas.ts';
import type { LayerInputs } from './layer-inputs.ts';
import { roomFor, type WeightedShape } from './shape.ts';

export function wholeInputs(
  { kernels }: Arena,
  area: ReserveArea,
  before: Images,
  shape: WeightedShape,
): LayerInputs {
  const { fanIn, width, columns, vectors } = shape;
  /** z transposed: a row of `BLOCK` for every input. */
  const across = area(roomFor(fanIn) * BLOCK);
  /** W itself, a row of the columns of the layer before for every neuron. */
  const own = before.d === null ? null : area(width * before.columns);
  return {
    load(parameters) {
      const from = parameters.at + 4 * shape.weights;
      kernels.turnRows(from, 4 * columns, fanIn, width, own!.at, 4 * before.columns);
    },
    forward(panel, h, count) {
      kernels.denseRows(vectors, panel, before.z.at, 4 * before.columns, fanIn, count, h.at, 4 * columns);
    },
    weightGradient(d, gradient, count) {
      kernels.turnRows(before.z.at, 4 * before.columns, count, fanIn, across.at, 4 * BLOCK);
      const out = gradient.at + 4 * shape.weights;
      kernels.denseRows(vectors, d.at, across.at, 4 * BLOCK, count, fanIn, out, 4 * columns);
    },
    back(d, count) {
      const stride = before.columns;
      kernels.denseRows(stride / 4, own!.at, d.at, 4 * columns, width, count, before.d!.at, 4 * stride);
    },
  };
}
