import { checkIndex, checkSeed } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { isPointLayer } from '../measure/point-layers.ts';
import { referenceBlocks } from '../measure/reference.ts';
import {
  type GivenLayer,
  type GivenNetwork,
  inputsOf,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  requireNoBlocks,
  validNetwork,
  widthsOf,
} from '../network/index.ts';
import { requireWeights } from './limits.ts';

/**
 * Network number `index` of a seed, the one that an ensemble of this specification measures under that number
 * where it draws weights (`draw: 'weights'`), in double precision: weights differ from those of the kernels
 * by the rounding to single precision alone. Layers of other types than dense come as dense ones, their rows
 * written out.
 *
 * @param spec what the network is drawn from.
 * @param seed an integer in 0 … 2^53-1.
 * @param index number of the network, an integer in 0 … 2^32-1.
 * @throws TypeError, RangeError for a specification that is none, more weights than fit into 4 GiB, and a
 * seed or number out of range.
 */
export function drawNetwork(network: NetworkInput, seed: number, index: number): GivenNetwork {
  const spec = networkOf(network);
  requireNoBlocks(spec);
  checkIndex(index);
  checkSeed(seed);
  const other = spec.layers.find(isPointLayer);
  if (other !== undefined) throw valueFault('layers', 'layers whose values are rows of weights', other.type);
  requireWeights(spec.inputDim, widthsOf(spec));
  const layers = spec.layers.map((_, l) => drawLayer(spec, seed, index, l + 1));
  return validNetwork({ inputDim: spec.inputDim, layers });
}

function drawLayer(spec: NetworkSpec, seed: number, index: number, layer: number): GivenLayer {
  const { width, activation } = layerOf(spec, layer);
  const columns = inputsOf(spec, layer);
  const weights = new Float64Array(width * columns);
  const biases = new Float64Array(width);
  let i = 0;
  for (const block of referenceBlocks(spec, seed, index, layer)) {
    biases.set(block.biases, i);
    for (const row of block.weights) weights.set(row, i++ * columns);
  }
  return { type: 'dense', weights, biases, width, fanIn: columns, activation };
}
