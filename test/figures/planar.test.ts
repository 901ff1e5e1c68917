import { expect, it } from 'vitest';
import { clippedTo, planarData, planarNetwork, sliceAround } from '../../src/figures/planar.ts';

it('a part of the plane has the cells and boundaries of the whole in it, cut at its sides', () => {
  const whole = planarData(sliceAround(planarNetwork([6, 6], 1), 2));
  const window = { x0: -0.7, x1: 0.3, y0: -0.25, y1: 0.75 };
  const part = clippedTo(whole, window);
  const area = (corners: readonly number[]) => {
    const [xs, ys] = [0, 1].map((k) => corners.filter((_, i) => i % 2 === k)) as [number[], number[]];
    return Math.abs(xs.reduce((sum, x, i) => sum + x * (ys.at(i + 1 - xs.length)! - ys.at(i - 1)!), 0)) / 2;
  };
  expect(part.cells.length).toBeGreaterThan(3);
  expect(part.cells.length).toBeLessThan(whole.cells.length);
  expect(part.cells.reduce((sum, { corners }) => sum + area(corners), 0)).toBeCloseTo(1, 3);
  const patterns = new Set(whole.cells.map(({ pattern }) => pattern));
  for (const { pattern } of part.cells) expect(patterns).toContain(pattern);
  const ends = part.boundaries.flat();
  expect(ends.length).toBeGreaterThan(8);
  expect(part.boundaries.every(({ length }) => length % 4 === 0)).toBe(true);
  for (const places of [ends, ...part.cells.map(({ corners }) => corners)])
    places.forEach((value, i) => {
      const [low, high] = i % 2 === 0 ? [window.x0, window.x1] : [window.y0, window.y1];
      expect(value).toBeGreaterThanOrEqual(low - 1e-9);
      expect(value).toBeLessThanOrEqual(high + 1e-9);
    });
});
