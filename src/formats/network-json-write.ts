/** Files of networks written as JSON. */
import {
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
 * @throws TypeError, RangeError for a network that is none.
 */
export function networkJson(network: AnyGivenNetwork): string {
  checkAnyNetwork(network);
  const layers = network.layers.map((layer) => {
    const { type } = layer;
    if (layer.type === 'dense') return { type, ...rowsOf(layer) };
    const { inputShape, kernel, stride, padding } = layer;
    const patches = { type, inputShape, kernel, stride };
    return layer.type === 'conv2d' ? { ...patches, padding, ...rowsOf(layer) } : patches;
  });
  return `{"layers":[\n${layers.map((layer) => JSON.stringify(layer)).join(',\n')}\n]}\n`;
}

function rowsOf({ weights, biases, fanIn, activation }: GivenLayer | GivenConv2d) {
  const rows = Array.from(biases, (_, i) => Array.from(weights.subarray(i * fanIn, (i + 1) * fanIn)));
  return { weights: rows, biases: Array.from(biases), activation: formatActivation(activation) };
}
