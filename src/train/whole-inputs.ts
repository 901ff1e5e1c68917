/** Samples go into a dense layer as they lie: a row each. */
import type { Arena } from '../kernels/arena.ts';
import { type Area, BLOCK, type Images, type ReserveArea } from './areas.ts';
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
      for (let j = 0; j < fanIn; j++)
        for (let i = 0; i < width; i++)
          own!.of[i * before.columns + j] = parameters[shape.weights + j * columns + i]!;
    },
    forward(panel, h, count) {
      kernels.denseRows(vectors, panel, before.z.at, 4 * before.columns, fanIn, count, h.at, 4 * columns);
    },
    weightGradient(d, gradient, count) {
      transpose(before.z, before.columns, count, fanIn, across);
      const out = gradient.at + 4 * shape.weights;
      kernels.denseRows(vectors, d.at, across.at, 4 * BLOCK, count, fanIn, out, 4 * columns);
    },
    back(d, count) {
      const stride = before.columns;
      kernels.denseRows(stride / 4, own!.at, d.at, 4 * columns, width, count, before.d!.at, 4 * stride);
    },
  };
}

/**
 * Columns of `count` rows, `stride` apart, become rows of `BLOCK`. Written in order: what is read in turns
 * stays in a first-level cache.
 */
function transpose({ of }: Area, stride: number, count: number, columns: number, { of: to }: Area): void {
  for (let j = 0; j < columns; j++)
    for (let s = 0, from = j, at = j * BLOCK; s < count; s++, from += stride) to[at + s] = of[from]!;
}
