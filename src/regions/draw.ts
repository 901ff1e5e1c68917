import { checkIndex, checkSeed } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { isPointLayer } from '../measure/point-layers.ts';
import { drawnBlocks, type Rows, referenceBlocks } from '../measure/reference.ts';
import {
  type AnyGivenLayer,
  type AnyGivenNetwork,
  averaging,
  factsOf,
  fanIn,
  type GivenLayer,
  type GivenNetwork,
  type GivenPool,
  inputsOf,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  patchesOf,
  requireNoBlocks,
  validNetwork,
  widthsOf,
} from '../network/index.ts';
import { requireWeightCount, requireWeights } from './limits.ts';

/**
 * Network number `index` of a seed, the one that an ensemble of this specification measures under that number
 * where it draws weights (`draw: 'weights'`), in double precision: weights differ from those of the kernels
 * by the rounding to single precision alone. Layers of other types than dense come as dense ones, their rows
 * written out.
 *
 * @param spec what the network is drawn from.
 * @param seed an integer in 0 … 2^53-1.
 * @param index number of the network, an integer in 0 … 2^32-1.
 * @throws TypeError, RangeError for an invalid specification, more weights than fit into 4 GiB, and a
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

/**
 * The same network with convolutions, pools and maxout as they are: what `train` learns them from. `flatten`
 * becomes a mean of single numbers, so that layers keep their numbers.
 *
 * @throws TypeError, RangeError as `drawNetwork`; RangeError for layers that normalise and residual blocks.
 */
export function drawImageNetwork(network: NetworkInput, seed: number, index: number): AnyGivenNetwork {
  const spec = networkOf(network);
  requireNoBlocks(spec);
  checkIndex(index);
  checkSeed(seed);
  requireWeightCount(
    spec.layers.reduce((sum, layer, l) => sum + factsOf(layer).weightRows(layer) * fanIn(spec, l + 1), 0),
  );
  const layers = spec.layers.map((_, l) => drawImageLayer(spec, seed, index, l + 1));
  return validNetwork({ inputDim: spec.inputDim, layers });
}

function drawImageLayer(spec: NetworkSpec, seed: number, index: number, layer: number): AnyGivenLayer {
  const own = layerOf(spec, layer);
  const { type, width, activation } = own;
  if (type === 'dense') return drawLayer(spec, seed, index, layer);
  if (type === 'conv2d') {
    const { channels } = own;
    const columns = fanIn(spec, layer);
    const rows = filled(drawnBlocks(spec, seed, index, layer), channels, columns);
    return { type, ...patchesOf(own), channels, ...rows, width, fanIn: columns, activation };
  }
  if (activation.name !== 'linear')
    throw valueFault(`layer ${layer}`, `no activation of a layer ${type}`, activation.name);
  const linear = { width, activation: { name: 'linear' } } as const;
  if (type === 'flatten')
    return { type: 'avg-pool', inputShape: [1, 1, width], kernel: 1, stride: 1, padding: 'none', ...linear };
  if (type === 'maxout') return { type, pieces: own.pieces, ...linear };
  if (type !== 'avg-pool' && type !== 'max-pool')
    throw valueFault('layers', 'dense layers, convolutions, pools and maxout', type);
  if (own.type === 'avg-pool' && own.sigmaW !== averaging(own.kernel).sigmaW)
    throw valueFault(`layer ${layer}, sigmaW`, `${averaging(own.kernel).sigmaW}, that of means`, own.sigmaW);
  // Pools see no opposite edge.
  return { type, ...patchesOf(own), ...linear } as GivenPool;
}

function drawLayer(spec: NetworkSpec, seed: number, index: number, layer: number): GivenLayer {
  const { width, activation } = layerOf(spec, layer);
  const columns = inputsOf(spec, layer);
  const rows = filled(referenceBlocks(spec, seed, index, layer), width, columns);
  return { type: 'dense', ...rows, width, fanIn: columns, activation };
}

/** Rows and biases in one array each. */
function filled(blocks: Iterable<Rows>, rows: number, columns: number) {
  const weights = new Float64Array(rows * columns);
  const biases = new Float64Array(rows);
  let i = 0;
  for (const block of blocks) {
    biases.set(block.biases, i);
    for (const row of block.weights) weights.set(row, i++ * columns);
  }
  return { weights, biases };
}
