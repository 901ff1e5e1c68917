/** The whole partition of a window in a plane into activation regions, layer by layer. */

import { checkFlag, checkPlain, integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { checkNetwork, type GivenNetwork, requireInput, requirePieces } from '../network/index.ts';
import { EMPTY_PATTERN, extendHash, hashNumber, type PatternHash } from '../numeric/pattern-hash.ts';
import { endpointStream, normals, openStream } from '../random/index.ts';
import { activated, type Extent, mapSize, type PlaneMap, partsOf, preActivations } from './cell-layer.ts';
import { type DecisionBoundary, type DecisionLine, decisionCollector } from './decision.ts';
import { MOST_REGIONS, mostRegions } from './limits.ts';
import { type FinalCell, mergeLinear } from './linear-cells.ts';
import { checkPlane, type Plane, requireWindow, type SliceWindow } from './plane.ts';
import { area, type Cut, type Polygon, rectangle } from './polygon.ts';
import { normAt } from './product.ts';
import { type Resolution, resolutionOf } from './resolution.ts';

/**
 * The part of a slice that one layer adds. Coordinates are those of the plane, in units of the input space.
 */
export interface SliceLayer {
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  /** Activation regions of layers 1 … l in the window. */
  readonly regions: number;
  /** Length of the boundaries that this layer draws; boundaries that coincide count once. */
  readonly boundaryLength: number;
  /** These boundaries, piece by piece: x and y of one end, x and y of the other. */
  readonly boundaries: Float64Array;
}

/** The part of an activation region of the whole network inside the window: a convex polygon. */
export interface SliceCell {
  /** Hash of the activation pattern, an integer below 2^53: the same wherever the pattern occurs. */
  readonly pattern: number;
  readonly area: number;
  /** x and y of each corner in turn, counter-clockwise. */
  readonly vertices: Float64Array;
}

/** All activation regions in a window of a plane. */
export interface ExactSlice {
  readonly window: SliceWindow;
  /** Area of the window. */
  readonly area: number;
  /** Sum of the areas of all cells: equal to `area` but for rounding, a check on the partition. */
  readonly coveredArea: number;
  /** Layers 1 … d. */
  readonly layers: readonly SliceLayer[];
  readonly cells: readonly SliceCell[];
  /** Distinct activation patterns: as many as cells, since regions are convex; a check on the partition. */
  readonly patterns: number;
  /** Linear regions: cells side by side with equal derivatives of the last layer are one. */
  readonly linearRegions: number;
  /** The decision boundary in the window, if `decision` was set. */
  readonly decision?: DecisionBoundary;
}

/** Options of `exactSlice`. */
export interface ExactSliceOptions {
  /** Regions beyond this number are refused rather than counted. Default and at most 1,000,000. */
  readonly most?: number;
  /** Whether to find the decision boundary, with the outputs as scores of classes. Default: no. */
  readonly decision?: boolean;
}

/** A cell on its way through the layers; its polygon's origin is the middle of the window. */
interface OpenCell {
  readonly layer: number;
  readonly polygon: Polygon;
  /**
   * Its map to the layer below, made when its turn comes: a layer has very many cells waiting, and a map is
   * large.
   */
  readonly map: () => PlaneMap;
  readonly hash: PatternHash;
}

/**
 * Cuts a window of a plane into the activation regions of a piecewise-linear network: every cell is a convex
 * polygon on which the network is affine, and the next layer cuts it along straight lines (docs/theory.md,
 * "Exact images and regions"; the method of Humayun et al., SplineCam, arXiv 2302.12828). A corner within
 * 2^-44 (|w| |z| + |b| + |threshold|) of a threshold counts as on it, |z| being its largest value over the
 * window.
 *
 * @param plane a plane in the network's input space (`planeAlong`, `planeThrough`).
 * @throws TypeError, RangeError for an invalid network or plane, a plane of another dimension, an empty
 * window, an activation that is not piecewise linear, and more regions than `most` or than fit into memory.
 */
export function exactSlice(
  network: GivenNetwork,
  plane: Plane,
  window: SliceWindow,
  options: ExactSliceOptions = {},
): ExactSlice {
  checkNetwork(network);
  checkPlane(plane);
  requireWindow(window);
  checkPlain('options', options, ['most', 'decision']);
  const { most = MOST_REGIONS, decision = false } = options;
  checkFlag('decision', decision);
  integerIn(1, MOST_REGIONS, 'most', most);
  const activations = requirePieces(network);
  requireInput(network, plane.origin, 'plane');
  const middle = { x: (window.x0 + window.x1) / 2, y: (window.y0 + window.y1) / 2 };
  const extent = { x: (window.x1 - window.x0) / 2, y: (window.y1 - window.y0) / 2 };
  const resolutions = network.layers.map((layer, l) => resolutionOf(layer, activations[l]!.thresholds));
  const boundaries = boundaryList(network.layers.length);
  const regions = network.layers.map(() => 0);
  const finals: FinalCell[] = [];
  const collector = decision ? decisionCollector(2 * Math.max(extent.x, extent.y)) : null;
  const depth = network.layers.length;
  const direction = randomDirection(network.layers.at(-1)!.width);
  const open: OpenCell[] = [
    {
      layer: 0,
      polygon: rectangle(extent.x, extent.y),
      map: () => inputMap(plane, middle),
      hash: EMPTY_PATTERN,
    },
  ];
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const layer = network.layers[cell.layer]!;
    const activation = activations[cell.layer]!;
    const below = cell.map();
    const h = preActivations(layer, below, resolutions[cell.layer]!, cell.layer + 1);
    const size = mapSize(below, extent);
    const into = boundaries.of(cell.layer);
    const left = Math.min(most, mostRegions(layer.width)) - regions[cell.layer]!;
    const parts = partsOf(cell.polygon, h, size, resolutions[cell.layer]!, activation, into, left);
    if (parts === null)
      throw valueFault(
        'regions',
        `at most ${left + regions[cell.layer]!} regions in the window`,
        `more in layer ${cell.layer + 1}`,
      );
    regions[cell.layer]! += parts.length;
    // The last part first, so that cells come out in the order of their parts.
    for (const { polygon, pieces } of parts.reverse()) {
      const map = () => activated(h, pieces, activation);
      const hash = extendHash(cell.hash, pieces, 0, pieces.length);
      if (cell.layer + 1 < depth) open.push({ layer: cell.layer + 1, polygon, map, hash });
      else {
        const outputs = map();
        collector?.add(polygon, outputs, slacksOf(resolutions[cell.layer]!, size));
        finals.push({ polygon, pattern: hashNumber(hash), ...derivative(outputs, direction) });
      }
    }
  }
  return finished(network, window, middle, extent, regions, boundaries, finals, () =>
    collector?.finish(boundaries.all()),
  );
}

function finished(
  network: GivenNetwork,
  window: SliceWindow,
  middle: Extent,
  extent: Extent,
  regions: readonly number[],
  boundaries: BoundaryList,
  finals: readonly FinalCell[],
  decisionOf: () => DecisionBoundary | undefined,
): ExactSlice {
  const linearRegions = mergeLinear(finals, boundaries.all());
  const decision = decisionOf();
  const areas = finals.map(({ polygon }) => area(polygon));
  // In place: nobody else needs the polygons, of which there are very many.
  const moved = (x: Float64Array) => {
    for (let i = 0; i < x.length; i++) x[i]! += i % 2 === 0 ? middle.x : middle.y;
    return x;
  };
  const movedLine = ({ classes, points }: DecisionLine) => ({ classes, points: moved(points) });
  const cells = finals.map(({ polygon, pattern }, i) => ({
    pattern,
    area: areas[i]!,
    vertices: moved(polygon.vertices),
  }));
  const layers = network.layers.map(({ width }, l): SliceLayer => {
    const segments = boundaries.segments(l);
    const boundaryLength = lengthOf(segments);
    return { layer: l + 1, width, regions: regions[l]!, boundaryLength, boundaries: moved(segments) };
  });
  return {
    window,
    area: 4 * extent.x * extent.y,
    coveredArea: cells.reduce((sum, cell) => sum + cell.area, 0),
    layers,
    cells,
    patterns: new Set(cells.map(({ pattern }) => pattern)).size,
    linearRegions,
    ...(decision === undefined ? {} : { decision: { ...decision, lines: decision.lines.map(movedLine) } }),
  };
}

/** Values of a layer's neurons that rounding does not tell from 0, `size` being the largest |z| below it. */
function slacksOf({ rows, offsets }: Resolution, size: number): Float64Array {
  return Float64Array.from(rows, (row, i) => row * size + offsets[i]!);
}

/** The plane itself as a map, its origin moved to the middle of the window. */
function inputMap({ origin, u, v }: Plane, { x, y }: Extent): PlaneMap {
  const dim = origin.length;
  const columns = new Float64Array(3 * dim);
  columns.set(u, 0);
  columns.set(v, dim);
  for (let i = 0; i < dim; i++) columns[2 * dim + i] = origin[i]! + x * u[i]! + y * v[i]!;
  return { dim, columns };
}

/**
 * Some fixed direction of the output space: two maps that differ look different along it, but for a set of
 * directions of measure 0.
 */
function randomDirection(dim: number): Float64Array {
  return normals(openStream(endpointStream(0, 0)), dim);
}

/** The derivatives by x and y along a direction, and how large such derivatives are. */
function derivative({ dim, columns }: PlaneMap, direction: Float64Array) {
  let [dx, dy] = [0, 0];
  for (let i = 0; i < dim; i++) {
    dx += direction[i]! * columns[i]!;
    dy += direction[i]! * columns[dim + i]!;
  }
  return { dx, dy, size: normAt(columns, 0, dim) + normAt(columns, dim, dim) };
}

type Segment = Cut['segment'];

interface BoundaryList {
  of(layer: number): { next(): number; add(segment: Segment): void };
  all(): readonly Segment[];
  segments(layer: number): Float64Array;
}

/** Numbers boundaries in the order in which they are cut. */
function boundaryList(depth: number): BoundaryList {
  const all: Segment[] = [];
  const layers: Segment[][] = Array.from({ length: depth }, () => []);
  return {
    of: (layer) => ({
      next: () => all.length,
      add(segment) {
        all.push(segment);
        layers[layer]!.push(segment);
      },
    }),
    all: () => all,
    segments: (layer) => {
      const flat = new Float64Array(4 * layers[layer]!.length);
      for (const [i, segment] of layers[layer]!.entries()) flat.set(segment, 4 * i);
      return flat;
    },
  };
}

function lengthOf(segments: Float64Array): number {
  let length = 0;
  for (let i = 0; i < segments.length; i += 4) {
    const dx = segments[i + 2]! - segments[i]!;
    const dy = segments[i + 3]! - segments[i + 1]!;
    length += Math.sqrt(dx * dx + dy * dy);
  }
  return length;
}
