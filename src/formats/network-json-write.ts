/** Files of networks written as JSON. */
import {
  type AnyGivenLayer,
  type AnyGivenNetwork,
  checkAnyNetwork,
  formatActivation,
  type GivenConv2d,
  type GivenLayer,
  type GivenPool,
} from '../network/index.ts';

/**
 * The network as the text of a JSON file, which says everything: types of layers, shapes, activations, and
 * weights that read back exactly.
 *
 * @throws TypeError, RangeError for an invalid network.
 */
export function networkJson(network: AnyGivenNetwork): string {
  checkAnyNetwork(network);
  const layers = network.layers.map((layer) => JSON.stringify(fieldsOf(layer)));
  return `{"layers":[\n${layers.join(',\n')}\n]}\n`;
}

/** Fields of a layer of each type, beside the type. */
const FIELDS: {
  readonly [T in AnyGivenLayer['type']]: (layer: AnyGivenLayer & { readonly type: T }) => object;
} = {
  dense: rowsOf,
  conv2d: (layer) => ({ ...patchesOf(layer), ...rowsOf(layer) }),
  'avg-pool': patchesOf,
  'max-pool': patchesOf,
  maxout: ({ pieces }) => ({ pieces }),
  residual: ({ branch, shortcut, activation, branchActivation }) => ({
    branch: branch.map(fieldsOf),
    ...(shortcut && { shortcut: shortcut.map(fieldsOf) }),
    activation: formatActivation(activation),
    branchActivation: formatActivation(branchActivation),
  }),
};

function fieldsOf(layer: AnyGivenLayer): object {
  const { type } = layer;
  return { type, ...(FIELDS[type] as (layer: AnyGivenLayer) => object)(layer) };
}

function patchesOf({ inputShape, kernel, stride, padding, pads }: GivenConv2d | GivenPool): object {
  return { inputShape, kernel, stride, padding, pads };
}

function rowsOf({ weights, biases, fanIn, activation }: GivenLayer | GivenConv2d) {
  const rows = Array.from(biases, (_, i) => Array.from(weights.subarray(i * fanIn, (i + 1) * fanIn)));
  return { weights: rows, biases: Array.from(biases), activation: formatActivation(activation) };
}
