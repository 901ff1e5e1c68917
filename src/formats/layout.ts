/** Which way round matrices of weights are. */
import type { LayerArrays } from '../network/index.ts';

/** `rows`: a row for every neuron, as a network has them; `columns`: a row for every input. */
export type Layout = 'rows' | 'columns';

/**
 * The layout that shapes, numbers of biases and the order of layers leave; `null` where they fit both ways or
 * neither.
 */
export function layoutOf(layers: readonly LayerArrays[]): Layout | null {
  const chain = (neurons: 'width' | 'fanIn', inputs: 'width' | 'fanIn') =>
    layers.every(
      (layer, l) =>
        (layer.biases?.length ?? layer[neurons]) === layer[neurons] &&
        (l === 0 || layer[inputs] === layers[l - 1]![neurons]),
    );
  const [rows, columns] = [chain('width', 'fanIn'), chain('fanIn', 'width')];
  if (rows === columns) return null;
  return rows ? 'rows' : 'columns';
}

/** The layer with its matrix the other way round. */
export function transposed(layer: LayerArrays): LayerArrays {
  const { weights, width: rows, fanIn: columns } = layer;
  const turned = new Float64Array(weights.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) turned[c * rows + r] = weights[r * columns + c]!;
  }
  return { ...layer, weights: turned, width: columns, fanIn: rows };
}
