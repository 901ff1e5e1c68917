import { valueFault } from '../input/faults.ts';
import { averaging } from './complete.ts';
import type { GivenLayer } from './given.ts';
import type { AnyGivenLayer, AnyGivenNetwork, GivenConv2d, GivenResidual } from './given-image.ts';
import { type Layer, UNWEIGHTED, type WeightedLayer } from './layer.ts';
import { patchesOf } from './layer-facts.ts';
import type { NetworkSpec, Weighted } from './network.ts';

/**
 * The sizes of given networks of one shape, as measuring needs them: widths, activations, the share of
 * weights that are not zero, and the root mean squares of those weights and of the biases in place of
 * standard deviations; the largest of any network. Says nothing on how weights were drawn.
 *
 * @throws RangeError for networks of different shapes, and for none.
 */
export function shapeOfGiven(networks: readonly AnyGivenNetwork[]): NetworkSpec {
  const [first] = networks;
  if (first === undefined) throw valueFault('networks', 'at least one', 'none');
  const described = shapeText(first);
  for (const [i, network] of networks.entries()) {
    const other = shapeText(network);
    if (other !== described) {
      throw valueFault('networks', 'one shape', `${described} and, number ${i}, ${other}`);
    }
  }
  const layers = first.layers.map((_, l) => layerOf(networks.map(({ layers }) => layers[l]!)));
  return { inputDim: first.inputDim, layers };
}

/** What layers of one shape have in common. */
function layerOf(all: readonly AnyGivenLayer[]): Layer {
  const [first] = all as [AnyGivenLayer];
  if (first.type === 'residual') {
    const { width, activation, branchActivation } = first;
    const blocks = all as readonly GivenResidual[];
    const chain = (name: 'branch' | 'shortcut') =>
      first[name]?.map((_, l) => layerOf(blocks.map((block) => block[name]![l]!)) as WeightedLayer);
    const [branch, shortcut] = [chain('branch')!, chain('shortcut')];
    const own = { width, branch, ...(shortcut && { shortcut }), scale: 1, branchActivation, activation };
    return { type: 'residual', ...UNWEIGHTED, ...own };
  }
  if (first.type === 'maxout')
    return { type: 'maxout', ...UNWEIGHTED, pieces: first.pieces, width: first.width };
  if (!('weights' in first)) {
    const shape = { ...patchesOf(first), width: first.width };
    return first.type === 'avg-pool'
      ? { type: 'avg-pool', ...shape, ...averaging(first.kernel) }
      : { type: 'max-pool', ...shape, ...UNWEIGHTED };
  }
  const { width, activation } = first;
  const weighted = weightedOf(all as readonly (typeof first)[]);
  if (first.type === 'dense') return { type: 'dense', width, activation, ...weighted };
  return {
    type: 'conv2d',
    ...patchesOf(first),
    channels: first.channels,
    width,
    activation,
    ...weighted,
  };
}

function weightedOf(all: readonly (GivenLayer | GivenConv2d)[]): Weighted {
  const kept = all.map(({ weights }) => weights.reduce((count, w) => count + (w === 0 ? 0 : 1), 0));
  const most = kept.reduce((m, count) => Math.max(m, count), 0);
  return {
    density: most / all[0]!.weights.length,
    weights: ANY,
    sigmaW: largestOf(all.map(({ weights }, i) => rms(weights, kept[i]!))),
    biases: ANY,
    sigmaB: largestOf(all.map(({ biases }) => rms(biases, biases.length))),
    scaling: 'none',
  };
}

/** Nothing is drawn. */
const ANY = { kind: 'gaussian' } as const;

function shapeText({ inputDim, layers }: AnyGivenNetwork): string {
  return `${inputDim}${layers.map((layer) => `-${layerText(layer)} ${layer.activation.name}`).join('')}`;
}

function layerText(layer: AnyGivenLayer): string {
  if (layer.type === 'dense') return String(layer.width);
  if (layer.type === 'maxout') return `${layer.width} maxout ${layer.pieces}`;
  if (layer.type === 'residual') {
    const [branch, shortcut] = [layer.branch, layer.shortcut ?? []].map((layers) =>
      layers.map((own) => `${layerText(own)} ${own.activation.name}`).join('-'),
    );
    const beside = shortcut === '' ? '' : ` beside (${shortcut})`;
    return `${layer.width} residual ${layer.branchActivation.name} (${branch})${beside}`;
  }
  const { type, inputShape, kernel, stride, padding, pads, width } = layer;
  const beyond = [padding, ...(pads ?? [])].join(' ');
  return `${width} ${type} ${kernel} ${stride} ${beyond} of ${inputShape.join('×')}`;
}

/**
 * Root mean square of `count` entries that may be other than zero; scaled, so that no square leaves the range
 * of a double.
 */
function rms(values: Float64Array, count: number): number {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, x) => sum + (x / largest) ** 2, 0) / count);
}

function largestOf(sizes: readonly number[]): number {
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}
