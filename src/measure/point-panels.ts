/** Panels as columns, for layers that look at whole points (`point-layers.ts`). */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { ldexp } from '../numeric/scaled.ts';
import { SPAN_VECTORS } from './areas/input.ts';
import type { Image } from './input.ts';
import type { PointMap } from './point-layers.ts';
import type { Largest, Scales } from './scale.ts';

/** What a stored step is worth in units of points; 0 where nothing moves. */
export function stepUnit({ points, steps }: Scales, largestStep: number): number {
  if (largestStep === 0) return 0;
  return ldexp(steps.mantissa / points.mantissa, steps.exponent - points.exponent);
}

/** Rows of panels of `vectors` vectors, those of zeros left out; `ranks` as `compactImage` leaves them. */
export interface Panels {
  readonly address: Address;
  readonly vectors: number;
  readonly rows: number;
  readonly ranks: Uint32Array | null;
}

/** Reads a column into one number for each of the rows, zero or not. */
export function readColumn(
  arena: Arena,
  { address, vectors, rows, ranks }: Panels,
  column: number,
  out: Float64Array,
) {
  const across = 4 * vectors;
  const panel = Math.floor(column / across);
  const stored = arena.f32(address + 4 * panel * across * rows, across * rows);
  const at = column - panel * across;
  if (ranks === null) for (let j = 0; j < rows; j++) out[j] = stored[j * across + at]!;
  else {
    for (let j = 0; j < out.length; j++)
      out[j] = ranks[j] === 0 ? 0 : stored[((ranks[j]! - 1) / 2) * across + at]!;
  }
}

/** Writes a column; returns the largest magnitude and the sum of squares. */
export function writeColumn(
  arena: Arena,
  address: Address,
  vectors: number,
  column: number,
  values: Float64Array,
): { largest: number; square: number } {
  const across = 4 * vectors;
  const rows = values.length;
  const panel = Math.floor(column / across);
  const stored = arena.f32(address + 4 * panel * across * rows, across * rows);
  let [largest, square] = [0, 0];
  for (let j = 0, at = column - panel * across; j < rows; j++, at += across) {
    const x = values[j]!;
    stored[at] = x;
    square += x * x;
    largest = Math.max(largest, Math.abs(x));
  }
  return { largest, square };
}

/**
 * Reads columns of an image, its first point and its steps; those of an input that is kept as combinations are
 * made of them, which lie in panels of `vectors` vectors.
 */
function columnsOf(arena: Arena, image: Image, inputs: number, vectors: number) {
  const panels = { ...image, ranks: image.ranks === null ? null : arena.u32(image.ranks, inputs) };
  const { combinations } = image;
  if (combinations === null)
    return (column: number, out: Float64Array) => readColumn(arena, panels, column, out);
  const spanning = Array.from({ length: SPAN_VECTORS }, (_, d) => {
    const vector = new Float64Array(inputs);
    readColumn(arena, panels, d, vector);
    return vector;
  });
  const combined = { address: combinations, vectors, rows: SPAN_VECTORS, ranks: null };
  const shares = new Float64Array(SPAN_VECTORS);
  return (column: number, out: Float64Array) => {
    readColumn(arena, combined, column, shares);
    out.fill(0);
    spanning.forEach((vector, d) => {
      const share = shares[d]!;
      if (share !== 0) for (let j = 0; j < inputs; j++) out[j]! += share * vector[j]!;
    });
  };
}

/** How what comes out lies in memory: `points` columns in panels. */
interface Onto {
  readonly panels: number;
  readonly vectors: number;
  readonly points: number;
  readonly to: Address;
  /** Where sums of squares of steps go: of h, and of z, which are one here. */
  readonly squares: Address;
}

/** Writes what a layer makes of an image of first point and steps, a column a time. */
export function mapSteps(
  arena: Arena,
  map: PointMap,
  image: Image,
  inputs: number,
  width: number,
  unit: number,
  { panels, vectors, points, to, squares }: Onto,
): Largest {
  const read = columnsOf(arena, image, inputs, vectors);
  const columns = 4 * vectors * panels;
  const sums = arena.f64(squares, 2 * columns).fill(0);
  let [before, z] = [new Float64Array(inputs), new Float64Array(inputs)];
  const step = new Float64Array(inputs);
  const out = new Float64Array(width);
  read(0, z);
  map.value(z, out);
  let { largest: point } = writeColumn(arena, to, vectors, 0, out);
  let largestStep = 0;
  const worth = pointWorth(map, unit);
  // The point that comes out, about, for its size alone.
  const reached = out.slice();
  for (let column = 1; column < columns; column++) {
    if (column < points) {
      read(column, step);
      [before, z] = [z, before];
      for (let j = 0; j < inputs; j++) z[j] = before[j]! + step[j]! * unit;
      map.step(before, z, step, unit, out);
    } else out.fill(0);
    const { largest, square } = writeColumn(arena, to, vectors, column, out);
    sums[column] = sums[columns + column] = square;
    largestStep = Math.max(largestStep, largest);
    for (let i = 0; i < width; i++) point = Math.max(point, Math.abs((reached[i]! += out[i]! * worth)));
  }
  return { point, step: largestStep };
}

/** What a step that comes out is worth in units of points that come out. */
function pointWorth({ next }: PointMap, unit: number): number {
  return unit === 0 ? 0 : stepUnit(next, 1);
}
