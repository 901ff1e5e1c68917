/** The image of a polyline under a piecewise-linear network, without any sampling. */

import { checkFlag, checkList, checkPlain } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  checkNetwork,
  type GivenLayer,
  type GivenNetwork,
  type Pieces,
  requireInput,
  requirePieces,
} from '../network/index.ts';
import { EMPTY_PATTERN, extendHash, hashNumber, type PatternHash } from '../numeric/pattern-hash.ts';
import { turningAngle } from '../numeric/turning.ts';
import {
  type BrokenLine,
  brokenLine,
  equal,
  intervalsOf,
  lengthOf,
  speeds,
  straightPieces,
} from './broken-line.ts';
import { splitAtCrossings } from './crossings.ts';
import { requireIntervals, requireKept } from './limits.ts';
import { norms, product, requireFinite } from './product.ts';
import { requireNoUnderflow, resolutionOf, snapDerivatives } from './resolution.ts';

/**
 * The image of the polyline in one layer. Positions are arc length on the input over its whole length, from 0
 * to 1.
 */
export interface ExactLayer {
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  /** Length of the image after the activation. */
  readonly length: number;
  /** Length of the image before the activation. */
  readonly preLength: number;
  /**
   * How often neurons of this layer cross a threshold: the sum over them of the changes of their piece along
   * the curve. A hard-tanh unit that jumps from -1 to +1 crosses two.
   */
  readonly transitions: number;
  /** Positions at which a neuron of layers 1 … l changes its piece, each once, rising. */
  readonly breakpoints: Float64Array;
  /** How many of them the layers below do not have. */
  readonly newBreakpoints: number;
  /**
   * Activation regions of layers 1 … l that the curve goes through, counted as often as it enters them: 1 +
   * the number of breakpoints.
   */
  readonly regions: number;
  /** Distinct activation patterns of layers 1 … l on the curve; on a line each region has its own. */
  readonly patterns: number;
  /**
   * Maximal stretches on which z^l is an affine function of the input: regions with equal slopes side by side
   * are one.
   */
  readonly linearRegions: number;
  /** Total turning angle of the image after the activation, in radians. */
  readonly turningAngle: number;
  /** Knots between which the image is straight: 0, breakpoints, corners of the input, 1. */
  readonly knots: Float64Array;
  /** By how much the layers 1 … l stretch the curve between a knot and the next: |dz^l| / |dx|. */
  readonly stretches: Float64Array;
  /**
   * For each interval between knots the derivative of z^l by arc length on the input, `width` entries each;
   * only with `details`.
   */
  readonly slopes?: Float64Array;
  /**
   * For each interval between knots the piece that each neuron of this layer is on (`activationPattern`);
   * only with `details`.
   */
  readonly pieces?: Uint8Array;
}

/** The image of a polyline, layer by layer. */
export interface ExactImage {
  /** Length of the polyline. */
  readonly length: number;
  /** Layers 1 … d. */
  readonly layers: readonly ExactLayer[];
}

/** Options of `exactImage`. */
export interface ExactImageOptions {
  /** Whether layers carry `slopes` and `pieces`, which take much memory. Default false. */
  readonly details?: boolean;
}

/**
 * The exact image of a polyline in every layer of a piecewise-linear network, in double precision:
 * breakpoints are inserted layer by layer where neurons cross their thresholds, and between them everything
 * is straight (docs/theory.md, "Exact images and regions").
 *
 * Values that are equal up to rounding count as equal: a pre-activation within 2^-44 (|w| |z| + |b| +
 * |threshold|) of a threshold is on it, and belongs to the piece below. Neurons that cross at one point give
 * one breakpoint and a transition each; a neuron that touches its threshold and turns back gives none.
 *
 * @param vertices at least two points of the network's input space, not all equal.
 * @throws TypeError, RangeError for an invalid network, points of another dimension, fewer than two or
 * all equal, entries that are not finite, an activation that is not piecewise linear, images beyond the range
 * of a double, and more breakpoints than fit into memory.
 */
export function exactImage(
  network: GivenNetwork,
  vertices: readonly ArrayLike<number>[],
  options: ExactImageOptions = {},
): ExactImage {
  checkNetwork(network);
  checkPlain('options', options, ['details']);
  const { details = false } = options;
  checkFlag('details', details);
  const pieces = requirePieces(network);
  requireVertices(network, vertices);
  const { line, length } = brokenLine(vertices);
  let kept = 0;
  let below = line;
  let hashes: PatternHash[] = Array.from({ length: intervalsOf(line) }, () => EMPTY_PATTERN);
  let breakpoints = 0;
  const layers = network.layers.map((layer, index): ExactLayer => {
    const image = layerImage(below, hashes, layer, pieces[index]!, index + 1);
    below = image.line;
    hashes = image.hashes;
    const { knots, breaks, slopes } = below;
    const speed = speeds(below);
    const imageLength = lengthOf(knots, speed);
    requireFinite(Float64Array.of(imageLength, image.preLength), index + 1);
    const positions = knots.filter((_, p) => breaks[p] === 1);
    const newBreakpoints = positions.length - breakpoints;
    breakpoints = positions.length;
    kept += 3 * knots.length + (details ? 2 * slopes.length : 0);
    requireKept(kept, index + 1);
    return {
      layer: index + 1,
      width: layer.width,
      length: imageLength,
      preLength: image.preLength,
      transitions: image.transitions,
      breakpoints: positions,
      newBreakpoints,
      regions: 1 + positions.length,
      patterns: new Set(hashes.map(hashNumber)).size,
      linearRegions: straightPieces(below, speed),
      turningAngle: turningAngle(slopes, below.dim, speed),
      knots,
      stretches: speed.map((v) => v / length),
      ...(details ? { slopes: slopes.map((v) => v / length), pieces: image.pieces } : {}),
    };
  });
  return { length, layers };
}

function requireVertices(network: GivenNetwork, vertices: readonly ArrayLike<number>[]): void {
  checkList('vertices', vertices);
  if (vertices.length < 2) throw valueFault('vertices', 'at least two points', vertices.length);
  for (const vertex of vertices) requireInput(network, vertex, 'vertices');
  if (vertices.every((vertex) => equal(vertex, vertices[0]!)))
    throw valueFault('vertices', 'points that differ', `${vertices.length} equal points`);
}

/** One layer: the curve after it, its patterns, and what is counted on the way. */
function layerImage(
  below: BrokenLine,
  hashes: readonly PatternHash[],
  layer: GivenLayer,
  activation: Pieces,
  number: number,
) {
  const { width } = layer;
  const intervals = intervalsOf(below);
  requireIntervals(intervals + 1, width, number);
  const h = product(layer, below.points, intervals + 1, true);
  const preSlopes = product(layer, below.slopes, intervals, false);
  requireFinite(h, number);
  requireFinite(preSlopes, number);
  const resolution = resolutionOf(layer, activation.thresholds);
  const speed = speeds(below);
  requireNoUnderflow(
    resolution,
    speed.reduce((most, v) => Math.max(most, v), 0),
    number,
  );
  for (let k = 0; k < intervals; k++) snapDerivatives(preSlopes, k * width, speed[k]!, resolution);
  const preLength = lengthOf(below.knots, norms(preSlopes, intervals, width));
  const split = splitAtCrossings(below, layer, h, resolution, activation.thresholds, number);
  const count = split.parents.length;
  const pieces = new Uint8Array(count * width);
  const slopes = new Float64Array(count * width);
  for (let k = 0; k < count; k++) {
    const parent = split.parents[k]! * width;
    for (let i = 0; i < width; i++) {
      const at = k * width + i;
      const piece = pieceBetween(activation, split.h[at]!, split.h[at + width]!);
      pieces[at] = piece;
      slopes[at] = activation.slopes[piece]! * preSlopes[parent + i]!;
    }
  }
  const breaks = new Uint8Array(count + 1);
  const corners = new Uint8Array(count + 1);
  let transitions = 0;
  for (let k = 1; k < count; k++) {
    if (split.parents[k] !== split.parents[k - 1]) {
      breaks[k] = below.breaks[split.parents[k]!]!;
      corners[k] = below.corners[split.parents[k]!]!;
    }
    const changes = piecesBetween(pieces, k, width);
    transitions += changes;
    if (changes > 0) breaks[k] = 1;
  }
  // In place: the pre-activations are not needed any more.
  const points = split.h;
  for (let i = 0; i < points.length; i++) points[i] = activation.value(points[i]!);
  const line: BrokenLine = { dim: width, knots: split.knots, breaks, corners, points, slopes };
  const extended = Array.from(split.parents, (parent, k) =>
    extendHash(hashes[parent]!, pieces, k * width, width),
  );
  return { line, hashes: extended, pieces, transitions, preLength };
}

/**
 * The piece of a neuron on an interval, from its pre-activations at the ends, between which it crosses
 * nothing.
 */
function pieceBetween({ thresholds }: Pieces, a: number, b: number): number {
  let piece = 0;
  for (const threshold of thresholds) if (a > threshold || b > threshold) piece++;
  return piece;
}

/** Thresholds that the neurons cross from interval k - 1 to interval k. */
function piecesBetween(pieces: Uint8Array, k: number, width: number): number {
  let changes = 0;
  for (let i = k * width; i < (k + 1) * width; i++) changes += Math.abs(pieces[i]! - pieces[i - width]!);
  return changes;
}
