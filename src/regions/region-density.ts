/** How densely activation regions lie around points: counted exactly on random lines through them. */
import { atLeast, checkList, checkPlain, checkSeed, integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { checkNetwork, type GivenNetwork, requireInput, requirePieces } from '../network/index.ts';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../random/index.ts';
import { exactImage } from './exact-image.ts';
import { normAt } from './product.ts';

/** How regions around points are counted. */
export interface RegionDensityOptions {
  /** Random lines through each point. Default 10. */
  readonly lines?: number | undefined;
  /** Length of a line to either side of its point, in units of the input space. Default 1. */
  readonly reach?: number | undefined;
  /** Seed of the directions, an integer in 0 … 2^53-1. Default 0. */
  readonly seed?: number | undefined;
}

/** Density in one layer, over all points. */
export interface RegionDensityLayer {
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  /** Boundaries between activation regions of layers 1 … l on a unit of length: mean over points and lines. */
  readonly density: number;
  /** Standard error of this mean over points; `null` for one point. */
  readonly sem: number | null;
  /** The part of the density that is this layer's own: boundaries that layers below do not have. */
  readonly newDensity: number;
}

/** Density of regions around points. */
export interface RegionDensity {
  readonly layers: readonly RegionDensityLayer[];
  /** For each point its density of regions of all layers, the mean over its lines. */
  readonly points: Float64Array;
}

const MOST_LINES = 1_000_000;

/**
 * Density of the activation regions around points (local complexity, after Humayun et al., arXiv 2402.15555,
 * but exact along lines): through each point go lines in directions that are uniform on the sphere, and every
 * boundary on them is counted. Line k of a point has the same direction for every network and layer.
 *
 * @param points at least one, of the dimension of the network's input.
 * @throws TypeError, RangeError for an invalid network, points of another dimension, options out of range,
 * and an activation that is not piecewise linear.
 */
export function regionDensity(
  network: GivenNetwork,
  points: readonly ArrayLike<number>[],
  options: RegionDensityOptions = {},
): RegionDensity {
  checkNetwork(network);
  requirePieces(network);
  checkList('points', points, 1);
  for (let i = 0; i < points.length; i++) requireInput(network, points[i]!, 'points');
  checkPlain('options', options, ['lines', 'reach', 'seed']);
  const { lines = 10, reach = 1, seed = 0 } = options;
  integerIn(1, MOST_LINES, 'lines', lines);
  atLeast(0, 'reach', reach);
  if (reach === 0) throw valueFault('reach', 'a number > 0', reach);
  checkSeed(seed);
  const all = network.layers.map(() => new Float64Array(points.length));
  const own = network.layers.map(() => 0);
  points.forEach((point, p) => {
    for (let k = 0; k < lines; k++) {
      const direction = normals(
        openStream(endpointStream(seed, FIRST_FREE_ROW + p * lines + k)),
        point.length,
      );
      const step = reach / normAt(direction, 0, direction.length);
      const ends = [-step, step].map((t) => direction.map((x, i) => point[i]! + t * x));
      for (const [l, { regions, newBreakpoints }] of exactImage(network, ends).layers.entries()) {
        all[l]![p]! += (regions - 1) / (2 * reach * lines);
        own[l]! += newBreakpoints / (2 * reach * lines * points.length);
      }
    }
  });
  const layers = network.layers.map(({ width }, l) => ({
    layer: l + 1,
    width,
    ...meanOf(all[l]!),
    newDensity: own[l]!,
  }));
  return { layers, points: all.at(-1)! };
}

function meanOf(values: Float64Array): { readonly density: number; readonly sem: number | null } {
  const n = values.length;
  const density = values.reduce((sum, x) => sum + x, 0) / n;
  if (n === 1) return { density, sem: null };
  const square = values.reduce((sum, x) => sum + (x - density) ** 2, 0);
  return { density, sem: Math.sqrt(square / (n - 1) / n) };
}
