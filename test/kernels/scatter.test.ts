import { describe, expect, it } from 'vitest';
import { referenceCentreRows, referenceKrylovSpace } from '../../src/kernels/reference/index.ts';
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

/** The kernel on counts that are multiples of four, with a number behind each area that must stay. */
function krylovSpace(rows: readonly (readonly number[])[], start: readonly number[], steps: number) {
  const [count, columns] = [rows.length, rows[0]!.length];
  memory.reset();
  const x = memory.reserve(8 * count * columns);
  const areas = [count * (steps + 1), columns * steps, steps * steps].map((length) => {
    const address = memory.reserve(8 * (length + 1));
    return { address, all: () => memory.f64(address, length + 1) };
  });
  const [basis, images, projected] = areas as [
    (typeof areas)[number],
    (typeof areas)[number],
    (typeof areas)[number],
  ];
  memory.f64(x, count * columns).set(rows.flat());
  for (const { all } of areas) all().fill(7);
  basis.all().set(start);
  const size = memory.kernels.krylovSpace(
    x,
    count,
    columns,
    steps,
    basis.address,
    images.address,
    projected.address,
  );
  for (const { all } of areas) expect(all().at(-1)).toBe(7);
  const vectors = (values: Float64Array, length: number) =>
    Array.from({ length: size }, (_, j) => [...values.slice(j * length, (j + 1) * length)]);
  return {
    basis: vectors(basis.all(), count),
    images: vectors(images.all(), columns),
    projected: vectors(projected.all(), steps).map((row) => row.slice(0, size)),
  };
}

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);

describe('krylovSpace', () => {
  const cases: readonly (readonly [number, number, number])[] = [
    [4, 4, 1],
    [4, 12, 2],
    [8, 4, 3],
    [20, 16, 5],
    [36, 100, 6],
  ];
  const made = ([count, columns]: readonly number[]) => {
    const draw = openStream(3n);
    const rows = Array.from({ length: count! }, () => [...normals(draw, columns!)]);
    return { rows, start: [...normals(draw, count!)] };
  };

  it.each(cases)('of %i rows of %i columns, %i steps, agrees with its twin', (count, columns, steps) => {
    const { rows, start } = made([count, columns]);
    const twin = referenceKrylovSpace(rows, start, steps);
    const got = krylovSpace(rows, start, steps);
    expect(got.basis.length).toBe(steps);
    const all = size(rows.flat());
    // Rounding of a step: sums of `count` and `columns` products. An error of a vector grows by |X'X| over
    // what is left of X'X v across the vectors before, which is normalised.
    const rounding = 4 * (count + columns + 2) * steps * ULP;
    let error = rounding;
    for (let k = 0; k < steps; k++) {
      const off = size(got.basis[k]!.map((x, i) => x - twin.basis[k]![i]!));
      expect(off, `vector ${k}`).toBeLessThanOrEqual(error);
      const image = size(got.images[k]!.map((x, i) => x - twin.images[k]![i]!));
      expect(image, `image ${k}`).toBeLessThanOrEqual(all * (error + rounding));
      for (let j = 0; j <= k; j++) {
        expect(got.projected[k]![j]).toBe(got.projected[j]![k]);
        const product = Math.abs(got.projected[k]![j]! - twin.projected[k]![j]!);
        expect(product, `product ${k}, ${j}`).toBeLessThanOrEqual(2 * all * all * (error + rounding));
      }
      if (k + 1 === steps) break;
      const next = rows.map((row) => dot(row, twin.images[k]!));
      error = (2 * all * all * (error + rounding)) / Math.abs(dot(next, twin.basis[k + 1]!));
    }
  });

  it('is orthonormal, also where the space is nearly invariant', () => {
    // Spreads that fall by ten: rounding alone would turn the later vectors back to the first.
    const { rows: plain, start } = made([36, 40]);
    const rows = plain.map((row, i) => row.map((x) => x * 10 ** -Math.min(i, 8)));
    const { basis } = krylovSpace(rows, start, 12);
    expect(basis.length).toBeGreaterThan(6);
    for (const [i, v] of basis.entries())
      for (const [j, w] of basis.entries())
        expect(Math.abs(dot(v, w) - (i === j ? 1 : 0))).toBeLessThan(4 * 12 * 38 * ULP);
  });

  it('ends where the matrix maps the space into itself, and at a start of zeros', () => {
    const identity = Array.from({ length: 4 }, (_, i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
    expect(krylovSpace(identity, [3, 0, 4, 0], 3)).toEqual({
      basis: [[0.6, 0, 0.8, 0]],
      images: [[0.6, 0, 0.8, 0]],
      projected: [[expect.closeTo(1, 15)]],
    });
    expect(krylovSpace(identity, [0, 0, 0, 0], 3).basis).toEqual([]);
  });
});
