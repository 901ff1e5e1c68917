import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptRoom } from '../../src/kernels/layout.ts';
import { type AliasTable, gapTables } from '../../src/kernels/reference/gaps.ts';
import { referenceMask } from '../../src/kernels/reference/index.ts';
import { BLOCK_ROWS, COMPARE_FROM } from '../../src/random/definition.ts';
import { networkStream, openStream, PURPOSE } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const SENTINEL = 0xdeadbeef;

interface Mask {
  readonly seed?: number;
  readonly network?: number;
  readonly layer?: number;
  readonly block?: number;
  readonly rows: number;
  readonly fanIn: number;
  readonly density: number;
  readonly stride?: number;
  /** Room for this many offsets. */
  readonly room?: number;
}

/** 1 / ln(1 - density) where the definition of a network asks for geometric skipping, else 0. */

/**
 * The kept columns, row by row; `null` if the kernel ran out of room. Nothing past the room may be touched.
 */
function draw({ seed = 11, network = 3, layer = 2, block = 1, rows, fanIn, density, ...rest }: Mask) {
  const { stride = 4, room = keptRoom(rows * fanIn, density) } = rest;
  const counts = memory.reserve(4 * rows);
  const offsets = memory.reserve(4 * room + 4096);
  memory.u32(offsets, room + 1024).fill(SENTINEL);
  const kept = memory.kernels.drawMask(
    seed,
    network,
    layer,
    block,
    rows,
    fanIn,
    density,
    density < COMPARE_FROM,
    stride,
    counts,
    offsets,
    offsets + 4 * room,
  );
  expect([...memory.u32(offsets + 4 * room, 1024)].every((word) => word === SENTINEL)).toBe(true);
  const perRow = [...memory.u32(counts, rows)];
  const all = [...memory.u32(offsets, Math.max(kept, 0))];
  memory.reset();
  if (kept < 0) return null;
  expect(
    perRow.reduce((sum, n) => sum + n, 0),
    'sum of the counts',
  ).toBe(kept);
  let next = 0;
  return perRow.map((n) => all.slice(next, (next += n)).map((offset) => offset / stride));
}

function reference({ seed = 11, network = 3, layer = 2, block = 1, rows, fanIn, density }: Mask) {
  return referenceMask(seed, network, layer, block, rows, fanIn, density);
}

const FAN_INS = [1, 7, 8, 9, 15, 16, 17, 31, 33, 100, 1025, 2100];
const ROWS = [1, 2, 47, 48];
/**
 * Below and above the change of method, on it and just below it, multiples of 1/65536 and not, and next to 1.
 */
const DENSITIES = [
  0.003,
  0.1,
  COMPARE_FROM * (1 - 2 ** -30),
  COMPARE_FROM,
  0.3,
  0.5,
  0.5 + 0.5 / 65536,
  0.75 + 1e-7,
  1 - 2 ** -20,
];

test.each(DENSITIES)(
  'masks of density %d are those of the scalar twin, for every row and fan-in',
  (density) => {
    for (const fanIn of FAN_INS) {
      for (const rows of ROWS) {
        const mask = { rows, fanIn, density, network: fanIn, block: rows };
        expect(draw(mask), `${rows} rows of ${fanIn}`).toEqual(reference(mask));
      }
    }
  },
);

test.each([4, 16, 32, 96, 8188])('offsets are columns times the stride, %i bytes', (stride) => {
  for (const density of [0.05, 0.6]) {
    const mask = { rows: 5, fanIn: 1030, density, stride };
    expect(draw(mask)).toEqual(reference(mask));
  }
});

test('seed, network, layer and block each name another mask', () => {
  const mask = { rows: 8, fanIn: 64, density: 0.5 };
  const others = [{}, { seed: 12 }, { network: 4 }, { layer: 3 }, { block: 2 }].map((name) =>
    JSON.stringify(draw({ ...mask, ...name })),
  );
  expect(new Set(others).size).toBe(others.length);
});

test('a tie with the threshold is decided by the fraction of the density that sixteen bits cannot hold', () => {
  const [rows, fanIn, density] = [BLOCK_ROWS, 2100, 0.5 + 0.5 / 65536];
  const ties = { kept: 0, dropped: 0 };
  for (let block = 0; block < 20; block++) {
    const mask = { rows, fanIn, density, block };
    const drawn = draw(mask)!;
    expect(drawn, `block ${block}`).toEqual(reference(mask));
    const stream = openStream(networkStream(11, 3, 2, PURPOSE.mask, block));
    for (const columns of drawn) {
      const kept = new Set(columns);
      for (let column = 0; column < Math.ceil(fanIn / 16) * 16; column += 2) {
        const word = stream.next();
        for (const [i, draw16] of [(word << 16) >> 16, word >> 16].entries()) {
          // The threshold is floor(65536 density) - 32768 = 0.
          if (draw16 === 0 && column + i < fanIn) ties[kept.has(column + i) ? 'kept' : 'dropped']++;
        }
      }
    }
  }
  // 20 * 48 * 2100 entries tie with probability 2^-16: about 31, half of them kept.
  expect(ties.kept).toBeGreaterThan(5);
  expect(ties.dropped).toBeGreaterThan(5);
});

describe('geometric skipping', () => {
  const EXTREMES = [1e-300, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.0208, 1 / 48, 0.05, 0.12];

  test.each(EXTREMES)(
    'draws the mask of the scalar twin at density %d, from one input to 100,000',
    (density) => {
      for (const [rows, fanIn] of [
        [48, 1],
        [48, 128],
        [47, 784],
        [1, 20_000],
        [3, 100_000],
      ] as const) {
        const mask = { rows, fanIn, density, layer: rows };
        expect(draw(mask), `${rows} rows of ${fanIn}`).toEqual(reference(mask));
      }
    },
  );

  /**
   * Kept entries a row around the change to walking rows one by one, and entries of a block around the most
   * that are split.
   */
  test.each([
    [48, 200, 0.0799],
    [48, 200, 0.0801],
    [48, 43_690, 15.9 / 43_690],
    [48, 43_691, 15.9 / 43_691],
    [1, 2 ** 21, 7e-6],
    [64, 300, 0.05],
    [65, 300, 0.05],
  ])('splits %i rows of %i at density %d as the scalar twin does', (rows, fanIn, density) => {
    for (let network = 0; network < 5; network++) {
      const mask = { rows, fanIn, density, network };
      expect(draw(mask)).toEqual(reference(mask));
    }
  });

  test('draws the rows of a block alike, however many there are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: Math.log10(COMPARE_FROM), maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 48 }),
        (exponent, fanIn, rows) => {
          const density = 10 ** exponent;
          const whole = draw({ rows: 48, fanIn, density })!;
          expect(draw({ rows, fanIn, density })).toEqual(whole.slice(0, rows));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test('takes up its tables again when the density comes back', () => {
    const masks = [0.05, 0.003, 0.05, 0.1, 0.003].map((density) => ({ rows: 48, fanIn: 300, density }));
    for (const mask of masks) expect(draw(mask)).toEqual(reference(mask));
  });

  test('keeps entries where a gap takes many draws', () => {
    let kept = 0;
    const [rows, fanIn, density, blocks] = [48, 1_000_000, 1e-7, 60];
    for (let block = 0; block < blocks; block++) {
      const drawn = draw({ seed: 6, rows, fanIn, density, block })!;
      kept += drawn.reduce((sum, columns) => sum + columns.length, 0);
    }
    const expected = blocks * rows * fanIn * density;
    expect(Math.abs(kept - expected) / Math.sqrt(expected), `${kept} kept`).toBeLessThan(4);
  });
});

describe('the tables of the gaps', () => {
  /** Probability of each value of a table, and of none, from its cells and slots. */
  function probabilities({ cells, slots }: AliasTable): Map<number, number> {
    const all = new Map<number, number>();
    const add = (value: number, mass: number) => all.set(value, (all.get(value) ?? 0) + mass);
    for (const value of cells) if (value !== null) add(value, 1 / cells.length);
    const shared = cells.filter((value) => value === null).length / cells.length;
    for (const { threshold, below, above } of shared > 0 ? slots : []) {
      const share = threshold / 2 ** 53;
      add(below, (shared / slots.length) * share);
      add(above, (shared / slots.length) * (1 - share));
    }
    return all;
  }

  /** (1 - p)^n for n up to a few thousand, to 1e-12. */
  const survival = (p: number, n: number) => Math.exp(n * Math.log1p(-p));

  test.each([1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.0208, 1 / 48, 0.05, 0.1, 0.12, 0.5])(
    'are those of density %d itself, with no rounding to cells',
    (density) => {
      const { size, group, place, longest } = gapTables(density);
      const some = -Math.expm1(size * Math.log1p(-density));
      const q = probabilities(group);
      expect(longest).toBe(size * 511);
      for (let k = 0; k < 511; k++) {
        const expected = some * survival(density, size * k);
        expect(Math.abs((q.get(k) ?? 0) - expected), `group ${k}`).toBeLessThan(1e-15 + 1e-10 * expected);
      }
      expect(Math.abs((q.get(Infinity) ?? 0) - survival(density, longest))).toBeLessThan(1e-12);
      if (place === null) return expect(size).toBe(1);
      const r = probabilities(place);
      for (let k = 0; k < size; k++) {
        const expected = (density / some) * survival(density, k);
        expect(Math.abs(r.get(k)! - expected), `place ${k}`).toBeLessThan(1e-10 * expected);
      }
      expect([...r].filter(([k, mass]) => k >= size && mass > 0)).toEqual([]);
    },
  );
});

describe('too little room gives -1 and nothing past the room', () => {
  test.each([0, 1, 8, 500, 1023, 1024, 1030, 3000])('%i offsets for a geometric mask of 11,000', (room) => {
    expect(draw({ rows: 48, fanIn: 2000, density: 0.12, room })).toBeNull();
  });

  test.each([0, 1, 100, 47 * 33 + 7])('%i offsets for a compared mask of 47 × 33', (room) => {
    expect(draw({ rows: 47, fanIn: 33, density: 0.999, room })).toBeNull();
  });
});
