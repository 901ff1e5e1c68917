import { describe, expect, it } from 'vitest';
import { referenceCentreRows, referenceScatterTimes } from '../../src/kernels/reference/index.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const ULP = 2 ** -53;
const size = (values: readonly number[]) => Math.hypot(...values);
const padded = (count: number) => 4 * Math.ceil(count / 4);

/** Rows in panels of `vectors` vectors, `gap` bytes between them; NaN wherever nothing belongs. */
function centreRows(rows: readonly (readonly number[])[], vectors: number, gap: number) {
  const [across, columns] = [4 * vectors, rows[0]!.length];
  const panels = Math.ceil(columns / across);
  const stride = 16 * vectors * rows.length + gap;
  memory.reset();
  const from = memory.reserve(panels * stride);
  memory.f32(from, (panels * stride) / 4).fill(Number.NaN);
  for (const [i, row] of rows.entries())
    for (const [t, x] of row.entries())
      memory.f32(from + Math.floor(t / across) * stride + 16 * vectors * i, across)[t % across] = x;
  const count = rows.length * padded(columns) + 1;
  const to = memory.reserve(8 * count);
  memory.f64(to, count).fill(7);
  const square = memory.kernels.centreRows(from, stride, vectors, rows.length, columns, to);
  return { square, stored: [...memory.f64(to, count)] };
}

describe('centreRows', () => {
  it.each([
    [1, 1, 1, 0],
    [3, 4, 1, 0],
    [5, 7, 2, 16],
    [2, 8, 1, 48],
    [4, 25, 3, 0],
    [7, 66, 4, 64],
  ])(
    'of %i rows of %i columns agrees with its twin, and fills with zeros',
    (count, columns, vectors, gap) => {
      const draw = openStream(5n);
      const rows = Array.from({ length: count }, (_, i) =>
        [...normals(draw, columns)].map((x) => Math.fround(100 * i + x)),
      );
      const { square, stored } = centreRows(rows, vectors, gap);
      const twin = referenceCentreRows(rows);
      // The sum of n numbers, a quotient and a difference, on either side; then squares.
      const bound = (row: readonly number[]) => 2 * (columns + 2) * ULP * Math.max(...row.map(Math.abs));
      for (const [i, row] of rows.entries()) {
        const own = stored.slice(i * padded(columns), (i + 1) * padded(columns));
        for (const [t, x] of twin.centred[i]!.entries())
          expect(Math.abs(own[t]! - x)).toBeLessThanOrEqual(bound(row));
        expect(own.slice(columns)).toEqual(own.slice(columns).fill(0));
      }
      const entries = count * columns;
      const off = Math.max(...rows.map(bound));
      const all = Math.sqrt(twin.square);
      expect(Math.abs(square - twin.square)).toBeLessThanOrEqual(
        2 * (entries + 1) * ULP * twin.square + 2 * off * Math.sqrt(entries) * all + entries * off * off,
      );
      expect(stored.at(-1)).toBe(7);
    },
  );

  it('leaves nothing of rows of equal numbers', () => {
    expect(centreRows([Array(9).fill(3), Array(9).fill(-0.5)], 2, 0)).toEqual({
      square: 0,
      stored: [...Array(24).fill(0), 7],
    });
  });
});

/** The kernel on rows that are multiples of four; the results have what stands behind them, too. */
function scatterTimes(rows: readonly (readonly number[])[], vector: readonly number[]) {
  const columns = rows[0]!.length;
  memory.reset();
  const put = (values: readonly number[]) => {
    const address = memory.reserve(8 * values.length);
    memory.f64(address, values.length).set(values);
    return address;
  };
  const [x, v, along, image] = [
    put(rows.flat()),
    put(vector),
    put(Array(columns + 1).fill(7)),
    put(Array(rows.length + 1).fill(7)),
  ];
  memory.kernels.scatterTimes(x!, rows.length, columns, v!, along!, image!);
  return { along: [...memory.f64(along!, columns + 1)], image: [...memory.f64(image!, rows.length + 1)] };
}

describe('scatterTimes', () => {
  it.each([
    [4, 4],
    [4, 12],
    [8, 4],
    [20, 16],
    [36, 100],
  ])('of %i rows of %i columns agrees with its twin, and writes nothing beside', (count, columns) => {
    const draw = openStream(3n);
    const rows = Array.from({ length: count }, () => [...normals(draw, columns)]);
    const vector = [...normals(draw, count)];
    const { along, image } = scatterTimes(rows, vector);
    const twin = referenceScatterTimes(rows, vector);
    // Sums of `count` products, then of `columns` of them, each with a rounding of 2^-53 a term, on either side.
    for (const [t, sum] of twin.along.entries()) {
      const bound = 2 * (count + 1) * ULP * size(rows.map((row) => row[t]!)) * size(vector);
      expect(Math.abs(along[t]! - sum)).toBeLessThanOrEqual(bound);
    }
    const all = size(rows.flat());
    for (const [i, sum] of twin.image.entries()) {
      const bound = 2 * (count + columns + 2) * ULP * size(rows[i]!) * all * size(vector);
      expect(Math.abs(image[i]! - sum)).toBeLessThanOrEqual(bound);
    }
    expect([along.at(-1), image.at(-1)]).toEqual([7, 7]);
  });

  it('is exact for integers, and leaves no old sum in place', () => {
    const rows = [
      [1, 0, 5, 0],
      [2, -1, 0, 0],
      [3, 0, 0, 0],
      [4, 1, 0, 0],
    ];
    const along = [1 + 4 - 3, -2, 5, 0];
    expect(scatterTimes(rows, [1, 2, -1, 0])).toEqual({
      along: [...along, 7],
      image: [2 + 25, 4 + 2, 6, 8 - 2, 7],
    });
  });
});
