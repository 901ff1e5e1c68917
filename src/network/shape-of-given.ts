import { valueFault } from '../input/faults.ts';
import { averaging } from './complete.ts';
import type { GivenLayer } from './given.ts';
import type { AnyGivenLayer, AnyGivenNetwork, GivenConv2d, GivenPool, GivenResidual } from './given-image.ts';
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

/** A given layer of this type. */
type Of<T extends AnyGivenLayer['type']> = AnyGivenLayer & { readonly type: T };

/** Layers of each type: what those of one shape have in common, and that shape in words. */
const SHAPES: {
  readonly [T in AnyGivenLayer['type']]: {
    readonly common: (first: Of<T>, all: readonly Of<T>[]) => Layer;
    readonly text: (layer: Of<T>) => string;
  };
} = {
  dense: {
    common: ({ width, activation }, all) => ({ type: 'dense', width, activation, ...weightedOf(all) }),
    text: ({ width }) => String(width),
  },
  conv2d: {
    common: (first, all) => {
      const { channels, width, activation } = first;
      return { type: 'conv2d', ...patchesOf(first), channels, width, activation, ...weightedOf(all) };
    },
    text: patchText,
  },
  'avg-pool': {
    common: (first) => ({
      type: 'avg-pool',
      ...patchesOf(first),
      width: first.width,
      ...averaging(first.kernel),
    }),
    text: patchText,
  },
  'max-pool': {
    common: (first) => ({ type: 'max-pool', ...patchesOf(first), width: first.width, ...UNWEIGHTED }),
    text: patchText,
  },
  maxout: {
    common: ({ pieces, width }) => ({ type: 'maxout', ...UNWEIGHTED, pieces, width }),
    text: ({ width, pieces }) => `${width} maxout ${pieces}`,
  },
  residual: { common: blockOf, text: blockText },
};

function layerOf(all: readonly AnyGivenLayer[]): Layer {
  const [first] = all as [AnyGivenLayer];
  // Every layer of the list has the type of the first.
  const { common } = SHAPES[first.type] as (typeof SHAPES)['dense'];
  return common(first as GivenLayer, all as readonly GivenLayer[]);
}

function blockOf(first: GivenResidual, blocks: readonly GivenResidual[]): Layer {
  const { width, activation, branchActivation } = first;
  const chain = (name: 'branch' | 'shortcut') =>
    first[name]?.map((_, l) => layerOf(blocks.map((block) => block[name]![l]!)) as WeightedLayer);
  const [branch, shortcut] = [chain('branch')!, chain('shortcut')];
  const own = { width, branch, ...(shortcut && { shortcut }), scale: 1, branchActivation, activation };
  return { type: 'residual', ...UNWEIGHTED, ...own };
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
  return (SHAPES[layer.type] as (typeof SHAPES)['dense']).text(layer as GivenLayer);
}

function blockText({ width, branch, shortcut = [], branchActivation }: GivenResidual): string {
  const textOf = (layers: GivenResidual['branch']) =>
    layers.map((own) => `${layerText(own)} ${own.activation.name}`).join('-');
  const beside = shortcut.length === 0 ? '' : ` beside (${textOf(shortcut)})`;
  return `${width} residual ${branchActivation.name} (${textOf(branch)})${beside}`;
}

function patchText(layer: GivenConv2d | GivenPool): string {
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
