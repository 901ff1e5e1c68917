/** Regions in a plane, as they are stored and drawn. */
import { line, link, type Markish } from '@observablehq/plot';
import type { ExactSlice, SliceWindow } from '../regions/index.ts';
import { cellColour, LAYER_STROKES } from '../report/slice-svg.ts';

/** A slice as plain data; coordinates to 1e-5 of the window, far below what can be seen. */
export interface PlanarData {
  readonly window: SliceWindow;
  readonly cells: readonly { readonly pattern: number; readonly corners: readonly number[] }[];
  /** Boundaries of each layer: x and y of one end, x and y of the other, and so on. */
  readonly boundaries: readonly (readonly number[])[];
}

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

/** Cells in colours of their activation patterns, boundaries in one colour a layer, the first layer's widest and on top. */
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

export interface Line2 {
  /** Points with a x + b y + c = 0. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Where two lines meet; null for parallel ones. */
export function intersection(k: Line2, l: Line2): readonly [x: number, y: number] | null {
  const determinant = k.a * l.b - k.b * l.a;
  if (determinant === 0) return null;
  return [(k.b * l.c - k.c * l.b) / determinant, (k.c * l.a - k.a * l.c) / determinant];
}

/** Every crossing of two of the lines. */
export function intersections(lines: readonly Line2[]): (readonly [x: number, y: number])[] {
  return lines.flatMap((k, i) =>
    lines.slice(i + 1).flatMap((l) => [intersection(k, l) ?? []].filter((p) => p.length === 2)),
  );
}
