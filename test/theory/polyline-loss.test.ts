import { describe, expect, it } from 'vitest';
import type { Activation, UniformNetwork } from '../../src/network/index.ts';
import { polylineLoss } from '../../src/theory/index.ts';
import { expectClose, golden, network } from './fixture.ts';

const deep = (changes: Partial<UniformNetwork> = {}) => network({ widths: Array(60).fill(100), ...changes });
const loss = (angle: number, points: number, layer: number, activation: Activation = { name: 'relu' }) =>
  polylineLoss(deep({ activation }), { angle }, points, layer)!;
const quarter = Math.PI / 2;

/**
 * The same by iterating the correlation map and subtracting, as the formula is written; loses digits for
 * small angles.
 */
function plainLoss(angle: number, points: number, layer: number, a: number): number {
  const delta = angle / (points - 1);
  let c = Math.cos(delta);
  for (let l = 0; l < layer; l++) {
    const relu = (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / Math.PI;
    c = ((1 - a) ** 2 * relu + 2 * a * c) / (1 + a * a);
  }
  return 1 - Math.sqrt(2 * (1 - c)) / delta;
}

describe('polylineLoss', () => {
  it('has the golden value at depth 8 with 40 chords', () => {
    expectClose(1 - loss(quarter, 41, 8), golden('polyline_ratio_meanfield_d8_n40'));
  });

  it('is what the correlation map says, for every kink', () => {
    for (const a of [0, 0.3, -1, -2, 5]) {
      for (const layer of [1, 7, 60]) {
        for (const points of [2, 3, 50]) {
          const value = loss(3, points, layer, { name: 'leaky-relu', slope: a });
          expectClose(value, plainLoss(3, points, layer, a), 1e-10);
        }
      }
    }
  });

  it('follows the first-order rule l angle / (3 pi (points - 1)) down to a million points', () => {
    for (const points of [1001, 1_000_001]) {
      const rule = (5 * quarter) / (3 * Math.PI * (points - 1));
      expectClose(loss(quarter, points, 5), rule, 4 * (quarter / (points - 1)) * 5);
    }
  });

  it('falls with the number of points and grows with depth', () => {
    const byPoints = [2, 3, 10, 100, 1e4, 1e8].map((points) => loss(6, points, 4));
    expect(byPoints).toEqual([...byPoints].sort((a, b) => b - a));
    const byLayer = [1, 2, 5, 20, 60].map((layer) => loss(6, 30, layer));
    expect(byLayer).toEqual([...byLayer].sort((a, b) => a - b));
    expect(byLayer[0]).toBeLessThan(byLayer[4]!);
    expect(byLayer[4]).toBeLessThan(1);
  });

  it('is 1 - chord / arc at every layer of a linear network, and all of it where the ends of a circle meet', () => {
    expectClose(loss(2, 2, 9, { name: 'linear' }), 1 - Math.sin(1), 1e-14);
    expect(loss(2 * Math.PI, 2, 1)).toBeCloseTo(1, 12);
  });

  it('names abs and leaky ReLU of slope -1 alike', () => {
    expect(loss(1, 20, 3, { name: 'abs' })).toBe(loss(1, 20, 3, { name: 'leaky-relu', slope: -1 }));
  });

  it('is 0 for a curve along a ray', () => {
    expect(loss(0, 10, 3)).toBe(0);
  });

  it('does not depend on the scale of the weights', () => {
    const input = { angle: 1 };
    const wide = polylineLoss(deep({ sigmaW: 5, density: 0.5 }), input, 20, 3);
    expect(wide).toBe(polylineLoss(deep(), input, 20, 3));
  });

  it('is null where it is not known', () => {
    const changes: Partial<UniformNetwork>[] = [
      { sigmaB: 0.1 },
      { density: 0 },
      { sigmaW: 0 },
      { activation: { name: 'hard-tanh' } },
    ];
    for (const change of changes) expect(polylineLoss(deep(change), { angle: 1 }, 10, 1)).toBeNull();
  });

  it('refuses wrong input in one line', () => {
    const call = (angle: number, points: number, layer: number) => () => loss(angle, points, layer);
    expect(call(-1, 10, 1)).toThrow(new RangeError('angle: expected a finite number >= 0, got -1'));
    expect(call(1, 1, 1)).toThrow('points: expected an integer in 2 … 9007199254740991, got 1');
    expect(call(1, 10, 61)).toThrow('layer: expected an integer in 1 … 60, got 61');
    expect(call('1' as never, 10, 1)).toThrow(new TypeError('angle: expected a finite number >= 0, got "1"'));
  });
});
