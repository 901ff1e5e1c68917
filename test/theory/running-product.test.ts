import { describe, expect, it } from 'vitest';
import { representable, runningProducts } from '../../src/theory/running-product.ts';

describe('runningProducts', () => {
  it('multiplies', () => {
    expect(runningProducts([2, 3, 0.5])).toEqual([2, 6, 3]);
    expect(runningProducts([])).toEqual([]);
  });

  it('is null outside the range of a double and comes back into it', () => {
    expect(runningProducts([1e-200, 1e-200, 1e200, 1e200].map((x) => x))[1]).toBeNull();
    const back = runningProducts([2 ** -700, 2 ** -700, 2 ** 700, 2 ** 701]);
    expect(back).toEqual([2 ** -700, null, 2 ** -700, 2]);
    expect(runningProducts([2 ** 1000, 2 ** 1000, 2 ** -1000])).toEqual([2 ** 1000, null, 2 ** 1000]);
    const largest = Number.MAX_VALUE;
    expect(runningProducts([largest, largest, 1 / largest])[1]).toBeNull();
  });

  it('calls subnormal products null and exact zeros 0', () => {
    expect(runningProducts([2 ** -600, 2 ** -422, 0.5])).toEqual([2 ** -600, 2 ** -1022, null]);
    expect(runningProducts([3, 0, 5])).toEqual([3, 0, 0]);
    expect(runningProducts([2 ** -900, 2 ** -900, 0])).toEqual([2 ** -900, null, 0]);
  });

  it('is null from the first unknown factor on', () => {
    expect(runningProducts([2, null, 3])).toEqual([2, null, null]);
    expect(runningProducts([null, 0])).toEqual([null, null]);
  });
});

describe('representable', () => {
  it('keeps normal doubles only', () => {
    expect(representable(2 ** -1022)).toBe(2 ** -1022);
    for (const x of [0, 2 ** -1023, Infinity, NaN]) expect(representable(x)).toBeNull();
  });
});
