import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raghuPatternUpper, regionBounds } from '../../../src/theory/index.ts';
import {
  montufar2014Lower,
  pascanu2013Lower,
  serra2018Lower,
} from '../../../src/theory/regions/lower-bounds.ts';
import {
  montufar2017Upper,
  serra2018Upper,
  trivialUpper,
  zaslavsky,
} from '../../../src/theory/regions/upper-bounds.ts';
import { golden } from '../fixture.ts';

const shapes = fc.record({
  inputDim: fc.integer({ min: 1, max: 12 }),
  widths: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 5 }),
});
const properties = { seed: 20260101, numRuns: 300 };

/** C(n, k) by Pascal's triangle. */
function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  return k === 0 || k === n ? 1n : choose(n - 1, k - 1) + choose(n - 1, k);
}

/** Serra et al.'s sum as it is written, over all tuples. */
function serraByEnumeration(
  inputDim: number,
  widths: readonly number[],
  layer = 0,
  least = inputDim,
): bigint {
  if (layer === widths.length) return 1n;
  const n = widths[layer]!;
  let sum = 0n;
  for (let j = 0; j <= Math.min(least, n); j++) {
    sum += choose(n, j) * serraByEnumeration(inputDim, widths, layer + 1, Math.min(least, n - j));
  }
  return sum;
}

describe('golden values', () => {
  it.each([
    ['zaslavsky_2_10', zaslavsky(2, [10])],
    ['zaslavsky_10_100', zaslavsky(10, [100])],
    ['mont2017_2_8-8', montufar2017Upper(2, [8, 8])],
    ['mont2017_4_8-2-8', montufar2017Upper(4, [8, 2, 8])],
    ['serra_4_8-2-8', serra2018Upper(4, [8, 2, 8])],
    ['serra_3_10-10-10', serra2018Upper(3, [10, 10, 10])],
    ['mont2014_2_8-8', montufar2014Lower(2, [8, 8])],
    ['pascanu_2_8-8', pascanu2013Lower(2, [8, 8])],
    ['serraL_2_8-8', serra2018Lower(2, [8, 8])],
  ])('%s', (id, value) => {
    expect(value).toBe(BigInt(golden(id)));
  });
});

describe('upper bounds', () => {
  it('Serra is its own sum over all tuples', () => {
    for (const inputDim of [1, 2, 3, 5, 9]) {
      for (const widths of [[1], [4], [5, 3], [3, 5, 4], [2, 6, 1, 5], [6, 6, 6]]) {
        expect(serra2018Upper(inputDim, widths)).toBe(serraByEnumeration(inputDim, widths));
      }
    }
  });

  it('are ordered: Serra, Montúfar, and both Raghu and 2^N', () => {
    fc.assert(
      fc.property(shapes, ({ inputDim, widths }) => {
        const montufar = montufar2017Upper(inputDim, widths);
        expect(serra2018Upper(inputDim, widths) <= montufar).toBe(true);
        expect(montufar <= trivialUpper(inputDim, widths)).toBe(true);
        expect(montufar <= raghuPatternUpper(inputDim, widths)).toBe(true);
        const hardTanh = raghuPatternUpper(inputDim, widths, { activation: 'hard-tanh' });
        expect(raghuPatternUpper(inputDim, widths) < hardTanh).toBe(true);
      }),
      properties,
    );
  });

  it('equal Zaslavsky for one layer', () => {
    fc.assert(
      fc.property(shapes, ({ inputDim, widths }) => {
        const one = widths.slice(0, 1);
        const exact = zaslavsky(inputDim, one)!;
        expect([serra2018Upper, montufar2017Upper, raghuPatternUpper].map((f) => f(inputDim, one))).toEqual([
          exact,
          exact,
          exact,
        ]);
      }),
      properties,
    );
  });

  it('Serra is exact for one input: every neuron can cut every piece once', () => {
    expect(serra2018Upper(1, [5, 7, 2])).toBe(6n * 8n * 3n);
  });

  it('Raghu is that of Montúfar without bottlenecks, and O((2k)^(m n)) for hard-tanh', () => {
    expect(raghuPatternUpper(3, [7, 5, 9])).toBe(montufar2017Upper(3, [7, 5, 9]));
    const hardTanh = { activation: { name: 'hard-tanh' } } as const;
    expect(raghuPatternUpper(2, [10, 10], hardTanh)).toBe((1n + 20n + 190n) ** 2n);
    expect(raghuPatternUpper(2, [8, 8], hardTanh)).toBe(18769n);
    expect(raghuPatternUpper(2, [8, 8], { activation: 'relu' })).toBe(1369n);
    expect(() => raghuPatternUpper(2, [8, 8], { name: 'hard-tanh' } as object)).toThrow(TypeError);
  });

  it('take widths of hundreds and dozens of layers', () => {
    const widths = Array(48).fill(300);
    const serra = serra2018Upper(300, widths);
    expect(serra.toString()).toHaveLength(4322);
    expect(serra < montufar2017Upper(300, widths)).toBe(true);
  });
});

describe('lower bounds', () => {
  it('lie below every upper bound, the newer above the older', () => {
    let seen = 0;
    fc.assert(
      fc.property(shapes, ({ inputDim, widths }) => {
        const small = Math.ceil(inputDim / 4);
        const { pascanu2013Lower: pascanu, ...b } = regionBounds(small, widths);
        const lower = [pascanu, b.montufar2014Lower, b.serra2018Lower].filter((x) => x !== null);
        seen += lower.length;
        for (const [i, bound] of lower.entries()) {
          expect(bound <= b.serra2018Upper).toBe(true);
          if (i > 0) expect(bound >= lower[i - 1]!).toBe(true);
        }
      }),
      properties,
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('equal Zaslavsky for one layer, where their condition holds', () => {
    expect([pascanu2013Lower(3, [9]), montufar2014Lower(3, [9]), serra2018Lower(3, [9])]).toEqual([
      130n,
      130n,
      130n,
    ]);
    expect(zaslavsky(3, [9])).toBe(130n);
  });

  it('are null where a width is too small for their theorem', () => {
    expect(regionBounds(3, [9, 8])).toMatchObject({ zaslavsky: null, serra2018Lower: null });
    expect(montufar2014Lower(3, [9, 8])).toBe(27n * 93n);
    expect([pascanu2013Lower(3, [9, 2]), montufar2014Lower(3, [2, 9])]).toEqual([null, null]);
  });
});

describe('shapes', () => {
  it.each([
    [0, [3], 'inputDim: expected an integer in 1 … 10000, got 0'],
    [1.5, [3], 'inputDim: expected an integer in 1 … 10000, got 1.5'],
    [2, [], 'widths: expected at least one width, got none'],
    [2, [3, 0], 'widths[1]: expected an integer in 1 … 10000, got 0'],
    [2, [10_001], 'widths: expected an integer in 1 … 10000, got 10001'],
    [2, Array(11).fill(10_000), 'widths: expected at most 100000 neurons in all, got 110000'],
  ])('refuses %d → %j', (inputDim, widths, line) => {
    for (const bound of [regionBounds, serra2018Upper, pascanu2013Lower, trivialUpper]) {
      expect(() => bound(inputDim, widths)).toThrow(new RangeError(line));
    }
  });
});
