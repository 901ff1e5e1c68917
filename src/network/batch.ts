/** The batch by whose images layers of a network normalise. */
import type { Batch } from './layer.ts';
import { mapLayers, type NetworkSpec } from './network.ts';

export function batchOf({ layers }: Pick<NetworkSpec, 'layers'>): Batch | undefined {
  for (const layer of layers) if (layer.type === 'batch-norm') return layer.batch;
  return undefined;
}

/** The same network, whose `batch-norm` layers look at this batch; undefined: at the curve. */
export function withBatch(network: NetworkSpec, batch: Batch | undefined): NetworkSpec {
  return mapLayers(network, (layer) => {
    if (layer.type !== 'batch-norm') return layer;
    const { batch: _, ...own } = layer;
    return batch === undefined ? own : { ...own, batch };
  });
}
