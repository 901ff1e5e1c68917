/** Files of networks written as JSON. */
import {
  type AnyGivenLayer,
  type AnyGivenNetwork,
  checkAnyNetwork,
  formatActivation,
  type GivenConv2d,
  type GivenLayer,
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

function fieldsOf(layer: AnyGivenLayer): object {
  const { type } = layer;
  if (layer.type === 'dense') return { type, ...rowsOf(layer) };
  if (layer.type === 'maxout') return { type, pieces: layer.pieces };
  if (layer.type === 'residual') {
    const { branch, shortcut, activation, branchActivation } = layer;
    return {
      type,
      branch: branch.map(fieldsOf),
      ...(shortcut && { shortcut: shortcut.map(fieldsOf) }),
      activation: formatActivation(activation),
      branchActivation: formatActivation(branchActivation),
    };
  }
  const { inputShape, kernel, stride, padding, pads } = layer;
  const patches = { type, inputShape, kernel, stride, padding, pads };
  return layer.type === 'conv2d' ? { ...patches, ...rowsOf(layer) } : patches;
}

function rowsOf({ weights, biases, fanIn, activation }: GivenLayer | GivenConv2d) {
  const rows = Array.from(biases, (_, i) => Array.from(weights.subarray(i * fanIn, (i + 1) * fanIn)));
  return { weights: rows, biases: Array.from(biases), activation: formatActivation(activation) };
}
