import { valueFault } from '../input/faults.ts';
import type { GivenNetwork } from './given.ts';
import type { Layer } from './layer.ts';
import type { NetworkSpec } from './network.ts';

/**
 * The sizes of given networks of one shape, as measuring needs them: widths, activations, the share of
 * weights that are not zero, and the root mean squares of those weights and of the biases in place of
 * standard deviations; the largest of any network. Says nothing on how weights were drawn.
 *
 * @throws RangeError for networks of different shapes, and for none.
 */
export function shapeOfGiven(networks: readonly GivenNetwork[]): NetworkSpec {
  const [first] = networks;
  if (first === undefined) throw valueFault('networks', 'at least one', 'none');
  const described = shapeText(first);
  for (const [i, network] of networks.entries()) {
    const other = shapeText(network);
    if (other !== described) {
      throw valueFault('networks', 'one shape', `${described} and, number ${i}, ${other}`);
    }
  }
  const layers = first.layers.map(({ width, activation }, l): Layer => {
    const all = networks.map(({ layers }) => layers[l]!);
    const kept = all.map(({ weights }) => weights.reduce((count, w) => count + (w === 0 ? 0 : 1), 0));
    const most = kept.reduce((m, count) => Math.max(m, count), 0);
    const density = most / all[0]!.weights.length;
    return {
      type: 'dense',
      width,
      activation,
      density,
      weights: ANY,
      sigmaW: largestOf(all.map(({ weights }, i) => rms(weights, kept[i]!))),
      biases: ANY,
      sigmaB: largestOf(all.map(({ biases }) => rms(biases, biases.length))),
      scaling: 'none',
    };
  });
  return { inputDim: first.inputDim, layers };
}

/** Nothing is drawn. */
const ANY = { kind: 'gaussian' } as const;

function shapeText({ inputDim, layers }: GivenNetwork): string {
  return `${inputDim}${layers.map(({ width, activation }) => `-${width} ${activation.name}`).join('')}`;
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
