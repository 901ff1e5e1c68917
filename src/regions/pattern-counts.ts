/** Activation patterns on a set of points: which points share one. */
import { checkList } from '../input/check.ts';
import { checkNetwork, type GivenNetwork, requireInput, requirePieces } from '../network/index.ts';
import { activationPattern } from './pattern.ts';

/** Patterns of one layer on a set of points. */
export interface PatternCountLayer {
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  /** Distinct activation patterns of layers 1 … l. */
  readonly distinct: number;
  /** Distinct activation patterns of this layer alone. */
  readonly distinctInLayer: number;
  /** Neurons that are on one piece at all points. */
  readonly constant: number;
}

/** Patterns on a set of points. */
export interface PatternCounts {
  readonly layers: readonly PatternCountLayer[];
  /** For each point the number of its pattern of all layers, from 0, in the order in which patterns come first. */
  readonly groups: Uint32Array;
}

/**
 * Counts the distinct activation patterns of a piecewise-linear network on points, such as a data set.
 *
 * @param points at least one, of the dimension of the network's input.
 * @throws TypeError, RangeError for an invalid network, points of another dimension, and an activation that
 * is not piecewise linear.
 */
export function patternCounts(network: GivenNetwork, points: readonly ArrayLike<number>[]): PatternCounts {
  checkNetwork(network);
  requirePieces(network);
  checkList('points', points, 1);
  for (let i = 0; i < points.length; i++) requireInput(network, points[i]!, 'points');
  const own = network.layers.map(() => new Map<string, number>());
  const joint = network.layers.map(() => new Map<string, number>());
  const first: Uint8Array[] = [];
  const changed = network.layers.map(({ width }) => new Uint8Array(width));
  const groups = Uint32Array.from(points, (point) => {
    let before = 0;
    for (const [l, pieces] of activationPattern(network, point).entries()) {
      const reference = first[l] ?? pieces;
      first[l] = reference;
      for (let i = 0; i < pieces.length; i++) if (pieces[i] !== reference[i]) changed[l]![i] = 1;
      const number = numberOf(own[l]!, textOf(pieces));
      before = numberOf(joint[l]!, `${before},${number}`);
    }
    return before;
  });
  const layers = network.layers.map(({ width }, l) => ({
    layer: l + 1,
    width,
    distinct: joint[l]!.size,
    distinctInLayer: own[l]!.size,
    constant: changed[l]!.reduce((count, x) => count + (1 - x), 0),
  }));
  return { layers, groups };
}

/** The number of a key: how many came before it. */
function numberOf(numbers: Map<string, number>, key: string): number {
  const found = numbers.get(key) ?? numbers.size;
  numbers.set(key, found);
  return found;
}

/** Pieces, at most four a neuron, eight in each character. */
function textOf(pieces: Uint8Array): string {
  let text = '';
  for (let i = 0; i < pieces.length; i += 8) {
    let bits = 0;
    for (let k = i; k < Math.min(i + 8, pieces.length); k++) bits = 4 * bits + pieces[k]!;
    text += String.fromCharCode(bits);
  }
  return text;
}
