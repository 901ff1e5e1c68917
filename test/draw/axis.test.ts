import { describe, expect, it } from 'vitest';
import { parameterEquation } from '../../src/draw/chart/names.ts';
import { statPosition } from '../../src/draw/chart/position.ts';
import { linearTicks, logTicks, wholeTicks, withoutOverlap } from '../../src/draw/picture/ticks.ts';

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
      '10⁰',
      '10²',
    ]);
  });
  it('have 2 and 5 between on a short one', () => {
    expect(labels(logTicks(-1.01, 0.4))).toEqual(['0.1', '0.2', '0.5', '1', '2']);
  });
  it('are all plain numbers or all powers of ten', () => {
    const plain = /^−?[\d.]+$/;
    const power = /^([\d.]+·)?10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+$/;
    for (const low of [-9.3, -4, -3.2, -1, -0.3, 0, 0.4, 1.7, 3.3, 7.1])
      for (const span of [0.2, 0.7, 1.3, 2.2, 2.9, 4, 6.5, 20, 300])
        for (const most of [3, 5, 8, 10]) {
          const marked = labels(logTicks(low, low + span, most));
          expect(marked.length, `${low} ${span} ${most}`).toBeGreaterThan(1);
          expect(new Set(marked).size).toBe(marked.length);
          const kinds = [plain, power].filter((kind) => marked.every((label) => kind.test(label)));
          expect(kinds.length, marked.join(' ')).toBe(1);
        }
  });
  it('keep one way of writing on an axis that passes from hundreds to thousands', () => {
    expect(labels(logTicks(1.6, 3.5))).toEqual(['50', '100', '200', '500', '1000', '2000']);
    expect(labels(logTicks(-0.2, 3.1, 2))).toEqual(['1', '10', '100', '1000']);
    expect(labels(logTicks(4.2, 5.9))).toEqual(['2·10⁴', '5·10⁴', '10⁵', '2·10⁵', '5·10⁵']);
  });
  it('are round numbers between where a log axis spans less than a decade', () => {
    expect(labels(logTicks(Math.log10(41), Math.log10(95), 6))).toEqual(['50', '60', '70', '80', '90']);
  });
  it('have powers of ten on a linear axis of very large or small numbers', () => {
    expect(labels(linearTicks(0, 3e7, 4))).toEqual(['0', '10⁷', '2·10⁷', '3·10⁷']);
    expect(labels(linearTicks(0, 4e-5, 4))).toEqual(['0', '10⁻⁵', '2·10⁻⁵', '3·10⁻⁵', '4·10⁻⁵']);
  });
  it('are three at least on a linear axis', () => {
    for (const [low, high] of [
      [-49, 41],
      [-27, 27],
      [-0.9, 1.1],
      [3, 3.9],
    ] as const)
      expect(linearTicks(low, high, 3).length).toBeGreaterThanOrEqual(3);
  });
  it('come to an end whatever the ends of the axis', () => {
    expect(linearTicks(-1e308, 1.7e308).length).toBeLessThan(20);
    expect(linearTicks(1e20, 1e20 + 16384).length).toBeLessThan(20);
    expect(linearTicks(2, 2).length).toBeLessThan(20);
  });
  it('lose labels that have no room, evenly', () => {
    const shown = (scale: number) =>
      labels(withoutOverlap(wholeTicks(0, 8), scale)).filter((label) => label !== '');
    expect(shown(20)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
    expect(shown(5)).toEqual(['0', '2', '4', '6', '8']);
    expect(shown(0.1)).toEqual(['0']);
  });
  it('are round numbers on a linear one', () => {
    expect(labels(linearTicks(0.59, 1.11))).toEqual(['0.6', '0.7', '0.8', '0.9', '1', '1.1']);
  });
  it('are whole layers', () => {
    expect(wholeTicks(0, 10).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(wholeTicks(0, 1000)).toHaveLength(11);
    expect(labels(wholeTicks(0, 1))).toEqual(['0', '1']);
  });
  it('have both ends of the layers', () => {
    expect(labels(wholeTicks(0, 11, 6))).toEqual(['0', '2', '4', '6', '8', '11']);
    expect(labels(wholeTicks(1, 5, 3))).toEqual(['1', '3', '5']);
    expect(labels(wholeTicks(1, 12, 12))[0]).toBe('1');
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
