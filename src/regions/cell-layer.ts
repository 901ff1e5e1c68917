/** One cell of a slice in one layer: which neurons' thresholds cut it, and what it falls into. */
import type { GivenLayer, Pieces } from '../network/index.ts';
import { type Cut, cut, type Polygon } from './polygon.ts';
import { normAt, product, requireFinite } from './product.ts';
import { type Resolution, requireNoUnderflow, snapDerivatives } from './resolution.ts';

/**
 * An affine map of plane coordinates, z = x Z_x + y Z_y + Z_1, to a space of `dim` dimensions: Z_x, Z_y and
 * Z_1 one after the other. A cell needs no more than that: what lies at its corners follows.
 */
export interface PlaneMap {
  readonly dim: number;
  readonly columns: Float64Array;
}

/** A part of a cell, with the piece that each neuron of the layer is on. */
export interface Part {
  readonly polygon: Polygon;
  readonly pieces: Uint8Array;
}

export interface Extent {
  readonly x: number;
  readonly y: number;
}

/**
 * The pre-activations of a layer, its number given, as a map of plane coordinates. @throws RangeError for an
 * overflow.
 */
export function preActivations(
  layer: GivenLayer,
  { dim, columns }: PlaneMap,
  resolution: Resolution,
  number: number,
): PlaneMap {
  const { width, biases } = layer;
  const h = product(layer, columns, 3, false);
  requireFinite(h, number);
  const sizes = [0, 1].map((c) => normAt(columns, c * dim, dim));
  requireNoUnderflow(resolution, Math.max(...sizes), number);
  for (const c of [0, 1]) snapDerivatives(h, c * width, sizes[c]!, resolution);
  for (let i = 0; i < width; i++) h[2 * width + i]! += biases[i]!;
  return { dim: width, columns: h };
}

/**
 * phi(h) where every neuron stays on its piece: slope h + intercept, so that it meets the activation's value
 * on the threshold.
 */
export function activated({ dim, columns }: PlaneMap, pieces: Uint8Array, activation: Pieces): PlaneMap {
  const out = new Float64Array(3 * dim);
  for (let i = 0; i < dim; i++) {
    const slope = activation.slopes[pieces[i]!]!;
    if (slope !== 0) for (let c = i; c < 3 * dim; c += dim) out[c] = slope * columns[c]!;
    out[2 * dim + i]! += intercept(activation, pieces[i]!);
  }
  return { dim, columns: out };
}

function intercept({ thresholds, slopes, value }: Pieces, piece: number): number {
  const at = thresholds[Math.min(piece, thresholds.length - 1)] ?? 0;
  return value(at) - slopes[piece]! * at;
}

/** Largest |z| of a map within the window, or a little more. */
export function mapSize({ dim, columns }: PlaneMap, { x, y }: Extent): number {
  return x * normAt(columns, 0, dim) + y * normAt(columns, dim, dim) + normAt(columns, 2 * dim, dim);
}

/**
 * Cuts a cell wherever a pre-activation `h` crosses a threshold inside it. `size` bounds |z| of the layer
 * below; with the layer's resolution it says which corners count as on a threshold. `boundaries` numbers the
 * cuts and keeps them.
 * @returns `null` for more than `most` parts.
 */
export function partsOf(
  cell: Polygon,
  h: PlaneMap,
  size: number,
  { rows, offsets }: Resolution,
  activation: Pieces,
  boundaries: { next(): number; add(segment: Cut['segment']): void },
  most: number,
): Part[] | null {
  const pieces = new Uint8Array(h.dim);
  let parts: Part[] = [{ polygon: cell, pieces }];
  const cuts: [neuron: number, threshold: number, slack: number][] = [];
  for (let i = 0; i < h.dim; i++) {
    const slack = rows[i]! * size + offsets[i]!;
    for (const threshold of activation.thresholds) {
      const side = sideOf(valuesAt(cell, h, i, threshold, slack));
      if (side === 'both') cuts.push([i, threshold, slack]);
      else if (side === 'above') pieces[i]!++;
    }
  }
  for (const [neuron, threshold, slack] of cuts) {
    const next: Part[] = [];
    for (const part of parts) {
      const values = valuesAt(part.polygon, h, neuron, threshold, slack);
      const side = sideOf(values);
      if (side !== 'both') {
        if (side === 'above') part.pieces[neuron]!++;
        next.push(part);
        continue;
      }
      const { lower, upper, segment } = cut(part.polygon, values, boundaries.next());
      boundaries.add(segment);
      const raised = part.pieces.slice();
      raised[neuron]!++;
      next.push({ polygon: lower, pieces: part.pieces }, { polygon: upper, pieces: raised });
    }
    if (next.length > most) return null;
    parts = next;
  }
  return parts.length > most ? null : parts;
}

const scratch: { values: Float64Array } = { values: new Float64Array(64) };

/**
 * h - threshold of one neuron at the corners of a polygon, 0 where that is within `slack`. Valid until the
 * next call.
 */
function valuesAt(
  { vertices, edges }: Polygon,
  { dim, columns }: PlaneMap,
  neuron: number,
  threshold: number,
  slack: number,
): Float64Array {
  const count = edges.length;
  if (scratch.values.length < count) scratch.values = new Float64Array(2 * count);
  const [a, b] = [columns[neuron]!, columns[dim + neuron]!];
  const c = columns[2 * dim + neuron]! - threshold;
  for (let v = 0; v < count; v++) {
    const value = a * vertices[2 * v]! + b * vertices[2 * v + 1]! + c;
    scratch.values[v] = Math.abs(value) <= slack ? 0 : value;
  }
  return scratch.values.subarray(0, count);
}

/** Where values lie; a cell that is on the threshold all over belongs to the piece below. */
function sideOf(values: Float64Array): 'below' | 'above' | 'both' {
  let [below, above] = [false, false];
  for (const value of values) {
    if (value < 0) below = true;
    else if (value > 0) above = true;
  }
  if (above && below) return 'both';
  return above ? 'above' : 'below';
}
