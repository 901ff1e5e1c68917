/** Kernels of the exact algebra, each beside a plain loop in double precision. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const { kernels } = memory;

/** Rows of `columns` numbers that look random and are f32 exactly; a share of the rows is zero. */
function randomRows(rows: number, columns: number, seed: number, zeroShare = 0): number[][] {
  const stream = openStream(BigInt(seed));
  const next = () => stream.next() / 2 ** 32;
  return Array.from({ length: rows }, () => {
    const scale = next() < zeroShare ? 0 : 1;
    return Array.from({ length: columns }, () => scale * Math.fround(2 * next() - 1));
  });
}

/** Writes rows panel-major and returns where; room for whole panels of 4 * vectors columns. */
function storePanels(rows: readonly (readonly number[])[], vectors: number, panels: number): number {
  const panelColumns = 4 * vectors;
  const address = memory.reserve(4 * panelColumns * panels * rows.length);
  const stored = memory.f32(address, panelColumns * panels * rows.length).fill(0);
  rows.forEach((row, j) => {
    row.forEach((x, c) => {
      const panel = Math.floor(c / panelColumns);
      stored[(panel * rows.length + j) * panelColumns + (c % panelColumns)] = x;
    });
  });
  return address;
}

function readPanels(address: number, rows: number, vectors: number, columns: number, rowsOfPanel = rows) {
  const panelColumns = 4 * vectors;
  const panels = Math.ceil(columns / panelColumns);
  const stored = memory.f32(address, panelColumns * panels * rowsOfPanel);
  return Array.from({ length: rows }, (_, j) =>
    Array.from({ length: columns }, (_, c) => {
      const panel = Math.floor(c / panelColumns);
      return stored[(panel * rowsOfPanel + j) * panelColumns + (c % panelColumns)]!;
    }),
  );
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 130 }),
  columns: fc.integer({ min: 1, max: 60 }),
  vectors: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
  zeroShare: fc.constantFrom(0, 0.3, 1),
});

describe('compactImage', () => {
  test('keeps the rows that are not zero everywhere, in order, and says where they went', () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, vectors, seed, zeroShare }) => {
        memory.reset();
        const image = randomRows(rows, columns, seed, zeroShare);
        // A row may be zero but for its very last column, or hold nothing but negative zeros.
        if (rows > 2) image[1] = image[1]!.map((_, c) => (c === columns - 1 ? 2 ** -100 : 0));
        if (rows > 2) image[2] = image[2]!.map(() => -0);
        const panels = Math.ceil(columns / (4 * vectors));
        const z = storePanels(image, vectors, panels);
        const ranks = memory.reserve(4 * rows);
        const alive = kernels.compactImage(z, panels, 16 * vectors, rows, ranks);
        const kept = image.filter((row) => row.some((x) => x !== 0));
        expect(alive).toBe(kept.length);
        expect(readPanels(z, alive, vectors, columns)).toEqual(alive === rows ? image : kept);
        let rank = 0;
        const expected = image.map((row) => (row.some((x) => x !== 0) ? 2 * rank++ + 1 : 0));
        expect([...memory.u32(ranks, rows)]).toEqual(expected);
      }),
      { seed: 31, numRuns: 100 },
    );
  });
});

/** Ranks of columns of which about `share` count. */
function storeRanks(columns: number, share: number, seed: number) {
  const stream = openStream(BigInt(seed) + 7n);
  let rank = 0;
  const table = Array.from({ length: columns }, () => (stream.next() / 2 ** 32 < share ? 2 * rank++ + 1 : 0));
  const address = memory.reserve(4 * columns);
  memory.u32(address, columns).set(table);
  return { table, address, count: rank };
}

describe('weights of the columns that count', () => {
  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 50 }),
    inputs: fc.integer({ min: 1, max: 90 }),
    share: fc.constantFrom(0, 0.2, 0.6, 1),
    seed: fc.nat(),
  });

  test('of sparse rows', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(4, 16, 96), ({ rows, inputs, share, seed }, stride) => {
        memory.reset();
        const { table, address, count } = storeRanks(inputs, share, seed);
        const weights = randomRows(rows, inputs, seed).map((row) => row.map((w) => (w > 0.2 ? w : 0)));
        const kept = weights.map((row) => row.flatMap((w, j) => (w === 0 ? [] : [{ w, j }])));
        const entries = kept.flat();
        const [counts, offsets] = [memory.reserve(4 * rows), memory.reserve(4 * entries.length + 16)];
        const values = memory.reserve(4 * entries.length + 16);
        memory.u32(counts, rows).set(kept.map((row) => row.length));
        memory.u32(offsets, entries.length).set(entries.map(({ j }) => 4 * j));
        memory.f32(values, entries.length).set(entries.map(({ w }) => w));
        const left = kernels.keepEntries(counts, offsets, values, rows, address, stride);
        const expected = kept.map((row) => row.filter(({ j }) => table[j] !== 0));
        expect(left).toBe(expected.flat().length);
        expect([...memory.u32(counts, rows)]).toEqual(expected.map((row) => row.length));
        expect([...memory.f32(values, left)]).toEqual(expected.flat().map(({ w }) => w));
        const places = expected.flat().map(({ j }) => ((table[j]! - 1) / 2) * stride);
        expect([...memory.u32(offsets, left)]).toEqual(places);
        expect(Math.max(0, ...places)).toBeLessThanOrEqual(Math.max(0, (count - 1) * stride));
      }),
      { seed: 32, numRuns: 100 },
    );
  });

  test('of dense rows', () => {
    fc.assert(
      fc.property(cases, ({ rows, inputs, share, seed }) => {
        memory.reset();
        const { table, address, count } = storeRanks(inputs, share, seed);
        const weights = randomRows(rows, inputs, seed);
        const from = memory.reserve(4 * rows * inputs + 16);
        memory.f32(from, rows * inputs).set(weights.flat());
        const groups = memory.reserve(inputs + 4);
        const outBytes = 16 * Math.ceil(count / 4);
        const out = memory.reserve(outBytes * rows + 16);
        kernels.keepColumns(from, 4 * inputs, rows, inputs, address, groups, out, outBytes);
        weights.forEach((row, i) => {
          const kept = row.filter((_, j) => table[j] !== 0);
          expect([...memory.f32(out + i * outBytes, count)]).toEqual(kept);
        });
      }),
      { seed: 33, numRuns: 100 },
    );
  });
});

interface Factor {
  readonly rank: number;
  readonly ranks: number[];
  /** `r[i][c]`. */
  readonly r: number[][];
}

function gramFactor(image: readonly (readonly number[])[], vectors: number): Factor {
  memory.reset();
  const points = image[0]!.length;
  const panels = Math.ceil(points / (4 * vectors));
  const columns = 4 * vectors * panels;
  const z = storePanels(image, vectors, panels);
  const wide = memory.reserve(8 * image.length * columns);
  const [order, tiles] = [memory.reserve(8 * image.length + 2 * columns), memory.reserve(32 * columns)];
  const factor = memory.reserve(8 * columns ** 2);
  const [out, ranks] = [memory.reserve(4 * columns ** 2), memory.reserve(columns)];
  const rank = kernels.gramFactor(
    z,
    vectors,
    panels,
    image.length,
    points,
    order,
    wide,
    factor,
    tiles,
    out,
    ranks,
  );
  return {
    rank,
    ranks: [...memory.u32(ranks, columns / 4)],
    r: readPanels(out, rank, vectors, points, columns),
  };
}

const norm = (rows: readonly (readonly number[])[], c: number) =>
  Math.sqrt(rows.reduce((sum, row) => sum + row[c]! ** 2, 0));
const product = (rows: readonly (readonly number[])[], a: number, b: number) =>
  rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0);

/** Largest deviation of R'R from Z'Z, relative to the columns' norms. */
function deviation(image: readonly (readonly number[])[], { r }: Factor): number {
  let most = 0;
  for (let a = 0; a < image[0]!.length; a++) {
    for (let b = 0; b <= a; b++) {
      const scale = norm(image, a) * norm(image, b);
      if (scale > 0) most = Math.max(most, Math.abs(product(r, a, b) - product(image, a, b)) / scale);
    }
  }
  return most;
}

/** R is stored in single precision; its rows are as many as the rank, whose roundings add up. */
const SINGLE = 4e-7;

describe('gramFactor', () => {
  test("R'R = Z'Z, upper triangular, of full rank for independent columns", () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, vectors, seed }) => {
        const image = randomRows(rows, columns, seed);
        const factor = gramFactor(image, vectors);
        expect(deviation(image, factor)).toBeLessThan(SINGLE);
        expect(factor.rank).toBe(Math.min(rows, columns));
        factor.ranks.forEach((rank, strip) => {
          expect(rank).toBe(Math.min(rows, columns, 4 * (strip + 1)));
        });
        factor.r.forEach((row, i) => {
          for (let c = 0; c < Math.min(i, columns); c++) expect(row[c]).toBe(0);
        });
      }),
      { seed: 34, numRuns: 60 },
    );
  });

  test('rows that are zero at either end of the curve, in whatever order, lose nothing', () => {
    const spans = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 })), {
      minLength: 1,
      maxLength: 90,
    });
    fc.assert(
      fc.property(shapes, spans, ({ columns, vectors, seed }, ends) => {
        const image = randomRows(ends.length, columns, seed).map((row, j) => {
          const [from, to] = ends[j]!;
          return row.map((x, c) => (c < from || c >= to ? 0 * x : x));
        });
        const factor = gramFactor(image, vectors);
        expect(deviation(image, factor)).toBeLessThan(SINGLE);
        expect(factor.ranks.at(-1)).toBe(factor.rank);
      }),
      { seed: 37, numRuns: 100 },
    );
  });

  test('columns in the span of others add no rows', () => {
    const basis = randomRows(70, 3, 5);
    // The fourth to ninth column: small integer combinations of the first three, exact in single precision.
    const image = basis.map(([x, y, z]) => {
      const round = (v: number) => Math.round(v * 2 ** 12) / 2 ** 12;
      const [a, b, c] = [round(x!), round(y!), round(z!)];
      return [a, b, a + b, c, a - c, 0, 2 * b - c, a + b + c, -a];
    });
    const factor = gramFactor(image, 2);
    expect(factor.rank).toBe(3);
    expect(deviation(image, factor)).toBeLessThan(SINGLE);
  });

  test('nearly collinear columns keep what tells them apart', () => {
    // Columns that differ by a part of 1e-5 across each other, which single-precision sums of squares could
    // not see.
    const base = randomRows(200, 6, 9);
    const image = base.map((row) => row.map((x, c) => Math.fround(row[0]! + (c === 0 ? 0 : 1e-5 * x))));
    const { r, rank } = gramFactor(image, 2);
    expect(rank).toBe(6);
    for (let c = 1; c < 6; c++) {
      const difference = image.map((row) => [row[c]! - row[0]!]);
      const drawn = r.map((row) => [row[c]! - row[0]!]);
      // R itself is rounded at 6e-8 of columns of norm one, next to differences of 1e-5.
      expect(norm(drawn, 0) / norm(difference, 0)).toBeCloseTo(1, 1);
    }
  });
});

describe('maskedRows', () => {
  test('is the Cholesky factor of the covariance that the mask leaves, times the normals', () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 20 }),
      inputs: fc.integer({ min: 1, max: 40 }),
      columns: fc.integer({ min: 1, max: 4 }),
      density: fc.constantFrom(0, 0.1, 0.5, 1),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ rows, inputs, columns, density, seed }) => {
        memory.reset();
        const image = randomRows(inputs, columns, seed);
        const z = storePanels(image, 1, 1);
        const table = memory.reserve(16 * 5 * inputs + 64);
        const stride = kernels.productTable(z, 16, inputs, columns, table);
        const stream = openStream(BigInt(seed) + 1n);
        const mask = Array.from({ length: rows }, () =>
          image.flatMap((_, j) => (stream.next() < density * 2 ** 32 ? [j] : [])),
        );
        const [counts, offsets] = [memory.reserve(4 * rows), memory.reserve(4 * rows * inputs + 16)];
        memory.u32(counts, rows).set(mask.map((row) => row.length));
        memory.u32(offsets, mask.flat().length).set(mask.flat().map((j) => stride * j));
        const gaussians = randomRows(rows, columns, seed + 1);
        const normals = memory.reserve(4 * rows * columns);
        memory.f32(normals, rows * columns).set(gaussians.flat());
        const out = memory.reserve(16 * rows);
        kernels.maskedRows(table, columns, counts, offsets, rows, normals, out, 16);
        mask.forEach((kept, i) => {
          const expected = correlated(
            kept.map((j) => image[j]!),
            columns,
            gaussians[i]!,
          );
          const actual = memory.f32(out + 16 * i, columns);
          expected.forEach((x, c) => {
            expect(Math.abs(actual[c]! - x)).toBeLessThan(1e-6 * Math.max(1, Math.sqrt(kept.length)));
          });
        });
      }),
      { seed: 35, numRuns: 150 },
    );
  });
});

/** L g with L L' = sum of z z' over `kept`; a pivot within 1e-12 of zero is zero. */
function correlated(
  kept: readonly (readonly number[])[],
  columns: number,
  normals: readonly number[],
): number[] {
  const factor: number[][] = [];
  return Array.from({ length: columns }, (_, b) => {
    const row: number[] = [];
    for (let a = 0; a <= b; a++) {
      const whole = product(kept, a, b);
      const rest = whole - row.reduce((sum, x, i) => sum + x * (factor[a]?.[i] ?? row[i]!), 0);
      const pivot = factor[a]?.[a] ?? 0;
      row.push(a === b ? (rest > 2e-13 * whole ? Math.sqrt(rest) : 0) : pivot > 0 ? rest / pivot : 0);
    }
    factor.push(row);
    return row.reduce((sum, x, a) => sum + x * normals[a]!, 0);
  });
}
