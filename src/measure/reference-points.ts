/** Layers that look at whole points, by plain loops: twins of `point-layers.ts`. */
import type { LayerOf } from '../network/index.ts';
import type { PointType } from './point-layers.ts';
import { places } from './reference-patches.ts';

/** What comes out of one point. */
const POINTS: { readonly [T in PointType]: (layer: LayerOf<T>, z: readonly number[]) => number[] } = {
  'max-pool': (layer, z) =>
    [...places(layer)].map(([place, channel]) =>
      place.reduce<number>(
        (most, first) => (first === null ? most : Math.max(most, z[first + channel]!)),
        Number.NEGATIVE_INFINITY,
      ),
    ),
  maxout: ({ width, pieces }, z) =>
    Array.from({ length: width }, (_, i) => Math.max(...z.slice(i * pieces, (i + 1) * pieces))),
};

/** What comes out of points that are columns: `input[j][t]`. */
export function referencePoints(
  layer: LayerOf<PointType>,
  input: readonly (readonly number[])[],
): number[][] {
  const make = POINTS[layer.type] as (layer: LayerOf<PointType>, z: readonly number[]) => number[];
  const columns = input[0]!.map((_, t) =>
    make(
      layer,
      input.map((row) => row[t]!),
    ),
  );
  return columns[0]!.map((_, i) => columns.map((column) => column[i]!));
}

/** Length of the polyline through points that are columns. */
export function lengthOf(points: readonly (readonly number[])[]): number {
  let length = 0;
  for (let t = 1; t < points[0]!.length; t++)
    length += Math.sqrt(points.reduce((sum, row) => sum + (row[t]! - row[t - 1]!) ** 2, 0));
  return length;
}
