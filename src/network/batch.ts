/** The batch by whose images layers of a network normalise. */
import type { Batch, BranchLayer, Layer } from './layer.ts';
import { innerLayers } from './layer-facts.ts';
import { mapLayers, type NetworkSpec } from './network.ts';

export function batchOf({ layers }: Pick<NetworkSpec, 'layers'>): Batch | undefined {
  for (const layer of layers)
    for (const own of layer.type === 'residual' ? innerLayers(layer) : [layer])
      if (own.type === 'batch-norm') return own.batch;
  return undefined;
}

/** The same network, whose `batch-norm` layers look at this batch; undefined: at the curve. */
export function withBatch(network: NetworkSpec, batch: Batch | undefined): NetworkSpec {
  const make = <L extends Layer>(layer: L): L => {
    if (layer.type !== 'batch-norm') return layer;
    const { batch: _, ...own } = layer;
    return (batch === undefined ? own : { ...own, batch }) as L;
  };
  const inner = (layers: readonly BranchLayer[]) => layers.map(make);
  return mapLayers(network, (layer) => {
    if (layer.type !== 'residual') return make(layer);
    const { branch, shortcut } = layer;
    return { ...layer, branch: inner(branch), ...(shortcut && { shortcut: inner(shortcut) }) };
  });
}
