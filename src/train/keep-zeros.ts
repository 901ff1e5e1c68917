/** Which weights of a sparse network may move. */

import { isWeighted, type ParameterShape, type WeightedShape } from './shape.ts';
import type { TrainableNetwork } from './trainable.ts';

/**
 * 1 for entries that move and 0 for weights that are 0 in the network; `null` where none is. A layer of which
 * all weights are 0 was not drawn sparse, and moves.
 */
export function keptEntries(
  network: TrainableNetwork,
  { layers, length }: ParameterShape,
): Uint8Array | null {
  const kept = new Uint8Array(length).fill(1);
  let any = false;
  layers.forEach((shape, l) => {
    if (!isWeighted(shape)) return;
    const { weights, fanIn } = network.layers[l] as WeightedShape['layer'];
    if (!weights.some((w) => w !== 0)) return;
    const { columns, weights: at } = shape;
    weights.forEach((w, index) => {
      if (w !== 0) return;
      any = true;
      kept[at + (index % fanIn) * columns + Math.floor(index / fanIn)] = 0;
    });
  });
  return any ? kept : null;
}
