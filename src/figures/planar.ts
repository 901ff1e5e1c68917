/**
 * ReLU networks of two inputs: their regions in the plane, as they are stored and drawn, and the lines of
 * their first layer.
 */

import { line, link, type Markish } from '@observablehq/plot';
import * as z from 'zod/mini';
import { cellColour, LAYER_STROKES } from '../draw/slice-svg.ts';
import { parseActivation, parseLaw } from '../experiment/index.ts';
import { uniformNetwork } from '../network/index.ts';
import {
  drawNetwork,
  type ExactSlice,
  exactSlice,
  type GivenNetwork,
  planeAlong,
  type SliceWindow,
} from '../regions/index.ts';
import { list, number, numbers } from './shapes.ts';

/** A network with Gaussian weights and biases, σ_w = √2 and σ_b = 1. */
export function planarNetwork(widths: readonly number[], seed: number): GivenNetwork {
  const gaussian = parseLaw('gaussian');
  const spec = uniformNetwork({
    ...{
      inputDim: 2,
      widths,
      density: 1,
      weights: gaussian,
      sigmaW: Math.SQRT2,
      biases: gaussian,
      sigmaB: 1,
    },
    ...{ scaling: 'fan-in' as const, activation: parseActivation('relu') },
  });
  return drawNetwork(spec, seed, 0);
}

/** Its regions in the square of half side `reach` around the origin. */
export function sliceAround(network: GivenNetwork, reach: number): ExactSlice {
  const plane = planeAlong(new Float64Array(2), Float64Array.of(1, 0), Float64Array.of(0, 1));
  return exactSlice(network, plane, { x0: -reach, x1: reach, y0: -reach, y1: reach });
}

/** A slice as plain data; coordinates to 1e-5 of the window, far below what can be seen. */
export const PLANAR_DATA = z.strictObject({
  window: z.strictObject({ x0: number, x1: number, y0: number, y1: number }),
  cells: list(z.strictObject({ pattern: number, corners: numbers })),
  /** Boundaries of each layer: x and y of one end, x and y of the other, and so on. */
  boundaries: list(numbers),
});
export type PlanarData = z.infer<typeof PLANAR_DATA>;

export function planarData({ window, cells, layers }: ExactSlice): PlanarData {
  const unit = (window.x1 - window.x0) * 1e-5;
  const short = (values: Float64Array) =>
    Array.from(values, (x) => Number((Math.round(x / unit) * unit).toPrecision(7)));
  return {
    window,
    cells: cells.map(({ pattern, vertices }) => ({ pattern, corners: short(vertices) })),
    boundaries: layers.map(({ boundaries }) => short(boundaries)),
  };
}

/**
 * Cells in colours of their activation patterns, boundaries in one colour a layer, the first layer's widest
 * and on top.
 */
export function planarMarks({ cells, boundaries }: PlanarData): Markish[] {
  const corners = cells.flatMap(({ pattern, corners }, cell) => {
    const places = Array.from({ length: corners.length / 2 }, (_, i) => [
      corners[2 * i]!,
      corners[2 * i + 1]!,
    ]);
    return places.map(([x, y]) => ({ x, y, cell, colour: cellColour(pattern) }));
  });
  const strokes = boundaries.map((ends, layer) => {
    const pieces = Array.from({ length: ends.length / 4 }, (_, i) => ends.slice(4 * i, 4 * i + 4));
    const [x1, y1, x2, y2] = [0, 1, 2, 3].map((k) => pieces.map((piece) => piece[k]!));
    const stroke = LAYER_STROKES[layer % LAYER_STROKES.length]!;
    return link(pieces, { x1: x1!, y1: y1!, x2: x2!, y2: y2!, stroke, strokeWidth: 1.5 - 0.3 * layer });
  });
  const colour = { fill: 'colour', stroke: 'colour', strokeWidth: 0.3 };
  return [
    line(corners, { x: 'x', y: 'y', z: 'cell', curve: 'linear-closed', ...colour }),
    ...strokes.reverse(),
  ];
}

/** What of it lies in a smaller window. */
export function clippedTo({ cells, boundaries }: PlanarData, window: SliceWindow): PlanarData {
  const { x0, x1, y0, y1 } = window;
  // Sides as half planes a x + b y + c ≥ 0.
  const sides: Line2[] = [
    { a: 1, b: 0, c: -x0 },
    { a: -1, b: 0, c: x1 },
    { a: 0, b: 1, c: -y0 },
    { a: 0, b: -1, c: y1 },
  ];
  const cut = (corners: readonly number[], closed: boolean) =>
    sides.reduce((left, side) => cutAlong(left, side, closed), corners);
  return {
    window,
    cells: cells.flatMap(({ pattern, corners }) => {
      const inside = cut(corners, true);
      return inside.length < 6 ? [] : [{ pattern, corners: inside }];
    }),
    boundaries: boundaries.map((ends) =>
      Array.from({ length: ends.length / 4 }, (_, i) => cut(ends.slice(4 * i, 4 * i + 4), false)).flat(),
    ),
  };
}

/** The part of a convex polygon, or of a segment (not `closed`), on one side of a line. */
function cutAlong(corners: readonly number[], { a, b, c }: Line2, closed: boolean): number[] {
  const count = corners.length / 2;
  const height = (i: number) => a * corners[2 * i]! + b * corners[2 * i + 1]! + c;
  const inside: number[] = [];
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    const [here, there] = [height(i), height(next)];
    if (here >= 0) inside.push(corners[2 * i]!, corners[2 * i + 1]!);
    if (here >= 0 === there >= 0 || (!closed && next === 0)) continue;
    const share = here / (here - there);
    inside.push(
      ...[0, 1].map((k) => corners[2 * i + k]! + share * (corners[2 * next + k]! - corners[2 * i + k]!)),
    );
  }
  return inside;
}

export interface Line2 {
  /** Points with a x + b y + c = 0. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Where the neurons of the first layer switch. */
export function firstLines({ layers }: GivenNetwork): Line2[] {
  const { weights, biases, width } = layers[0]!;
  return Array.from({ length: width }, (_, i) => {
    return { a: weights[2 * i]!, b: weights[2 * i + 1]!, c: biases[i]! };
  });
}

/** Where two lines meet; null for parallel ones. */
function intersection(k: Line2, l: Line2): readonly [x: number, y: number] | null {
  const determinant = k.a * l.b - k.b * l.a;
  if (determinant === 0) return null;
  return [(k.b * l.c - k.c * l.b) / determinant, (k.c * l.a - k.a * l.c) / determinant];
}

/** Every crossing of two of the lines. */
export function intersections(lines: readonly Line2[]): (readonly [x: number, y: number])[] {
  const pairs = lines.flatMap((k, i) => lines.slice(i + 1).map((l) => intersection(k, l)));
  return pairs.filter((point) => point !== null);
}
