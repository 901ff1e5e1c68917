/** Files of networks written as JSON. */
import { valueFault } from '../input/faults.ts';
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
 * @throws TypeError, RangeError for an invalid network; RangeError for residual blocks, which such files
 * do not have.
 */
export function networkJson(network: AnyGivenNetwork): string {
  checkAnyNetwork(network);
  const layers = network.layers.map((layer) => {
    const { type } = layer;
    if (layer.type === 'dense') return { type, ...rowsOf(layer) };
    if (layer.type === 'residual') throw valueFault('network', 'one without residual blocks', type);
    const { inputShape, kernel, stride, padding, pads } = layer;
    const patches = { type, inputShape, kernel, stride, padding, pads };
    return layer.type === 'conv2d' ? { ...patches, ...rowsOf(layer) } : patches;
  });
  return `{"layers":[\n${layers.map((layer) => JSON.stringify(layer)).join(',\n')}\n]}\n`;
}

function rowsOf({ weights, biases, fanIn, activation }: GivenLayer | GivenConv2d) {
  const rows = Array.from(biases, (_, i) => Array.from(weights.subarray(i * fanIn, (i + 1) * fanIn)));
  return { weights: rows, biases: Array.from(biases), activation: formatActivation(activation) };
}
