/**
 * The two products by themselves: every width of panel, every tail, beside a loop that rounds as the kernels
 * do.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena, loadKernels } from '../../src/kernels/index.ts';
import { compileForNode } from '../../src/node/kernels.ts';
import { BLOCK_ROWS } from '../../src/random/definition.ts';
import { matrix } from './cases.ts';
import { arena } from './kernels.ts';

/**
 * Vectors across a panel: all that the sparse product has rows for, and all that the dense one is asked for.
 */
const SPARSE = [1, 2, 3, 4, 5, 6, 8, 10, 12];
const DENSE = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16];
/** Around tiles of two, four, six and eight rows, and blocks. */
const ROWS = [
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  17,
  23,
  24,
  BLOCK_ROWS - 1,
  BLOCK_ROWS,
  BLOCK_ROWS + 1,
  101,
];
const FAN_INS = [1, 2, 3, 7, 16, 33, 100];

/** What no product may touch. */
const SENTINEL = Math.fround(12345.678);
/** Floats between the end of a row and the next one. */
const GAP = 4;

interface Factors {
  readonly vectors: number;
  readonly weights: readonly (readonly number[])[];
  /** `panel[j]` holds 4 * vectors numbers. */
  readonly panel: readonly (readonly number[])[];
}

function factors(vectors: number, rows: number, fanIn: number, density = 1): Factors {
  const name = (vectors * 128 + rows) * 128 + fanIn;
  return {
    vectors,
    weights: matrix(name, rows, fanIn, density),
    panel: matrix(name + 2 ** 30, fanIn, 4 * vectors),
  };
}

/** Sums over ascending j from 0, with every product and every sum rounded to f32: the bits of `simd128`. */
function product({ weights, panel, vectors }: Factors): number[][] {
  return weights.map((row) =>
    Array.from({ length: 4 * vectors }, (_, c) =>
      row.reduce((sum, w, j) => Math.fround(sum + Math.fround(w * panel[j]![c]!)), 0),
    ),
  );
}

/** Runs a product; throws if anything but rows up to `roomFor` was written. */
function run(
  memory: Arena,
  { vectors, weights, panel }: Factors,
  roomFor: number,
  multiply: (panel: number, out: number, outStride: number) => void,
): number[][] {
  const columns = 4 * vectors;
  const stride = columns + GAP;
  const rows = weights.length;
  const at = memory.reserve(4 * columns * panel.length);
  memory.f32(at, columns * panel.length).set(panel.flat());
  const out = memory.reserve(4 * stride * (roomFor + 8));
  const written = memory.f32(out, stride * (roomFor + 8)).fill(SENTINEL);
  multiply(at, out, 4 * stride);
  for (let row = 0; row < roomFor + 8; row++) {
    const from = row < roomFor ? columns : 0;
    const touched = written.subarray(row * stride + from, (row + 1) * stride).some((x) => x !== SENTINEL);
    if (touched) throw new Error(`${vectors} vectors, ${rows} rows: behind row ${row} something was written`);
  }
  return Array.from({ length: rows }, (_, row) => [
    ...written.subarray(row * stride, row * stride + columns),
  ]);
}

function dense(memory: Arena, what: Factors): number[][] {
  memory.reset();
  const { vectors, weights, panel } = what;
  const [rows, fanIn] = [weights.length, panel.length];
  const wholeRows = 8 * Math.ceil(rows / 8);
  // One float more than a row takes, so that rows are told apart from their length.
  const rowBytes = 4 * (fanIn + 1);
  const address = memory.reserve(wholeRows * rowBytes);
  // The rows that are only made room for may hold anything.
  memory.f32(address, (wholeRows * rowBytes) / 4).fill(Number.NaN);
  weights.forEach((row, i) => {
    memory.f32(address + i * rowBytes, fanIn).set(row);
  });
  return run(memory, what, wholeRows, (at, out, outStride) =>
    memory.kernels.denseRows(vectors, at, address, rowBytes, fanIn, rows, out, outStride),
  );
}

function sparse(memory: Arena, what: Factors): number[][] {
  memory.reset();
  const { vectors, weights } = what;
  const rows = weights.length;
  const kept = weights.map((row) => row.flatMap((w, j) => (w === 0 ? [] : [{ w, j }])));
  const total = kept.flat().length;
  const counts = memory.reserve(4 * rows);
  const offsets = memory.reserve(4 * total);
  const values = memory.reserve(4 * total);
  memory.u32(counts, rows).set(kept.map((row) => row.length));
  memory.u32(offsets, total).set(kept.flat().map(({ j }) => j * 16 * vectors));
  memory.f32(values, total).set(kept.flat().map(({ w }) => w));
  return run(memory, what, rows, (at, out, outStride) => {
    const end = memory.kernels.sparseRows(vectors, at, counts, offsets, values, rows, out, outStride);
    expect(end).toBe(offsets + 4 * total);
  });
}

/** Rows whose runs of these lengths have the same inputs, in any order, and their product. */
function alike(
  memory: Arena,
  vectors: number,
  runs: readonly number[],
  most: number,
): [number[][], number[][]] {
  memory.reset();
  const { weights, panel } = factors(vectors, runs.length * 128, most);
  const [counts, lengths, offsets, values]: number[][] = [[], [], [], []];
  const sums: number[][] = [];
  runs.forEach((run, number) => {
    const inputs = Array.from({ length: Math.max(1, most - number) }, (_, j) => (7 * j + number) % most);
    for (let left = run; left > 0; left--) {
      const row = inputs.map((_, j) => weights[counts!.length]![j]!);
      const what = { vectors, weights: [row], panel: inputs.map((input) => panel[input]!) };
      sums.push(product(what)[0]!);
      counts!.push(row.length);
      lengths!.push(left);
      offsets!.push(...inputs.map((input) => input * 16 * vectors));
      values!.push(...row);
    }
  });
  const stored = [counts!, lengths!, offsets!].map((list) => {
    const at = memory.reserve(4 * list.length);
    memory.u32(at, list.length).set(list);
    return at;
  });
  const valuesAt = memory.reserve(4 * values!.length);
  memory.f32(valuesAt, values!.length).set(values!);
  const what = { vectors, weights: sums, panel };
  const made = run(memory, what, sums.length, (at, out, stride) => {
    const [c, a, o] = stored as [number, number, number];
    const end = memory.kernels.sparseRows(vectors, at, c, o, valuesAt, sums.length, out, stride, a);
    expect(end).toBe(o + 4 * offsets!.length);
  });
  return [made, sums];
}

const memory = await arena();

describe.each(SPARSE)('runs of rows with the same inputs, times %i vectors', (vectors) => {
  test.each([[[4]], [[1, 2, 3]], [[3, 4, 1, 5, 2]], [[16, 7, 12, 13]], [[48]]])(
    'are the loop, to the last bit: runs of %j',
    (runs) => {
      for (const most of [1, 4, 33, 100]) {
        const [made, expected] = alike(memory, vectors, runs, most);
        expect(made, `of ${most}`).toEqual(expected);
      }
    },
  );
});

describe.each(DENSE)('the dense product of %i vectors', (vectors) => {
  test('is the loop, to the last bit, for every tail', () => {
    for (const fanIn of FAN_INS) {
      for (const rows of ROWS) {
        const what = factors(vectors, rows, fanIn);
        expect(dense(memory, what), `${rows} rows of ${fanIn}`).toEqual(product(what));
      }
    }
  });

  test('multiplies with no row of the panel where there are no inputs', () => {
    const what = factors(vectors, 13, 0);
    expect(dense(memory, what)).toEqual(product(what));
  });
});

describe.each(SPARSE)('the sparse product of %i vectors', (vectors) => {
  test.each([0, 0.2, 1])('is the loop, to the last bit, at density %f', (density) => {
    for (const fanIn of FAN_INS) {
      for (const rows of [1, 2, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1]) {
        const what = factors(vectors, rows, fanIn, density);
        expect(sparse(memory, what), `${rows} rows of ${fanIn}`).toEqual(product(what));
      }
    }
  });
});

describe.each(SPARSE)('long rows times a panel of %i vectors, which are taken in parts', (vectors) => {
  test.each([330, 700, 1400])('are the loop, to the last bit: %i inputs', (fanIn) => {
    const whole = factors(vectors, BLOCK_ROWS, fanIn, 0.5);
    // The first row says in how many parts all are taken: the others may be of any length.
    const weights = whole.weights.map((row, i) => row.map((w, j) => (i > 0 && j % (i + 1) > 0 ? 0 : w)));
    weights[3] = weights[3]!.map(() => 0);
    weights[4] = weights[4]!.map((_, j) => (j === fanIn - 1 ? 0.25 : 0));
    const what = { ...whole, weights };
    expect(sparse(memory, what)).toEqual(product(what));
  });
});

/** Columns `first` … of a panel, as one of `vectors` vectors. */
function part(whole: Factors, first: number, vectors: number): Factors {
  return { ...whole, vectors, panel: whole.panel.map((row) => row.slice(first, first + 4 * vectors)) };
}

test.each(['simd128', 'relaxed'] as const)(
  '%s: a column has the same bits in a panel of any width',
  async (build) => {
    const own = new Arena(await loadKernels(await compileForNode(build)));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 300, max: 600 })),
        fc.constantFrom(0.1, 0.5, 1),
        fc.constantFrom(...DENSE),
        fc.constantFrom(...SPARSE),
        (rows, fanIn, density, wide, narrow) => {
          const whole = factors(16, rows, fanIn, density);
          const expected = dense(own, whole);
          const columns = (vectors: number) => expected.map((row) => row.slice(0, 4 * vectors));
          expect(dense(own, part(whole, 0, wide))).toEqual(columns(wide));
          expect(sparse(own, part(whole, 0, narrow))).toEqual(columns(narrow));
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  },
);
