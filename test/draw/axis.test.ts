import { describe, expect, it } from 'vitest';
import { parameterEquation } from '../../src/draw/chart/names.ts';
import { statPosition } from '../../src/draw/chart/position.ts';
import { linearTicks, logTicks, wholeTicks } from '../../src/draw/picture/axis.ts';

const labels = (ticks: readonly { label: string }[]): string[] => ticks.map(({ label }) => label);
const none = { sd: null, sem: null, ci95: null, median: null, q05: null, q95: null, n: 5 };

describe('ticks', () => {
  it('are powers of ten on a long log axis', () => {
    expect(labels(logTicks(-12.3, 2.1))).toEqual([
      '10⁻¹²',
      '10⁻¹⁰',
      '10⁻⁸',
      '10⁻⁶',
      '10⁻⁴',
      '10⁻²',
      '1',
      '10²',
    ]);
  });
  it('have 2 and 5 between on a short one', () => {
    expect(labels(logTicks(-1.01, 0.4))).toEqual(['0.1', '0.2', '0.5', '1', '2']);
  });
  it('are round numbers on a linear one', () => {
    expect(labels(linearTicks(0.59, 1.11))).toEqual(['0.6', '0.7', '0.8', '0.9', '1', '1.1']);
  });
  it('are whole layers', () => {
    expect(wholeTicks(0, 10).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(wholeTicks(0, 1000)).toHaveLength(11);
    expect(labels(wholeTicks(0, 1))).toEqual(['0', '1']);
  });
});

describe('the place of a statistic on a log axis', () => {
  it('is its mean', () => {
    expect(statPosition('log', { ...none, mean: 100, meanLog: 4 })).toEqual({ y: 2, stands: 'mean' });
  });
  it('is the geometric mean where the mean leaves the range of a double', () => {
    const place = statPosition('log', { ...none, mean: null, meanLog: 1000 * Math.LN10 })!;
    expect(place.y).toBeCloseTo(1000, 10);
    expect(place.stands).toBe('geometric mean');
  });
  it('does not exist for a mean of 0', () => {
    expect(statPosition('log', { ...none, mean: 0, meanLog: null })).toBeUndefined();
  });
});

it('names parameters by their symbols and roots by what they are the root of', () => {
  expect(parameterEquation('sigmaW', Math.SQRT2)).toBe('σ_w = √2');
  expect(parameterEquation('sigmaW', 2)).toBe('σ_w = 2');
  expect(parameterEquation('density', 0.25)).toBe('α = 0.25');
  expect(parameterEquation('width', 784)).toBe('width = 784');
});
