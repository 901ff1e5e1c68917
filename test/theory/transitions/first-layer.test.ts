import { describe, expect, it } from 'vitest';
import { type Curve, curve, curveAngle, samplePoints } from '../../../src/curve/index.ts';
import type { UniformNetwork } from '../../../src/network/index.ts';
import {
  expectedTransitions,
  firstLayerTransitions,
  sampledTransitions,
  wideTransitions,
} from '../../../src/theory/index.ts';
import { expectClose, golden, network, uniform } from '../fixture.ts';
import { expectMean, gaussians } from './simulate.ts';

const axis = (dim: number, i: number, length: number) =>
  Float64Array.from({ length: dim }, (_, j) => (j === i ? length : 0));
const goldenCircle = curve('circle', [axis(6, 0, 2), axis(6, 1, 2)]);
const goldenLaw = { inputDim: 6, widths: [1], sigmaW: 1.5, sigmaB: 0.8 };
const goldenSpec = network(goldenLaw);
const plane = (changes: Partial<UniformNetwork> = {}) =>
  network({ inputDim: 3, widths: [7], sigmaW: 1.2, sigmaB: 0.5, ...changes });
const ends = [Float64Array.of(1, 0.3, -0.2), Float64Array.of(-0.4, 1.5, 0.1)];
const kinds = ['line', 'arc', 'circle'] as const;

describe('firstLayerTransitions', () => {
  it('has the golden value of a circle with biases', () => {
    expectClose(firstLayerTransitions(goldenSpec, goldenCircle), golden('E_trans_circle_bias'));
  });

  it.each(kinds)('is the limit of the samples of a %s', (kind) => {
    const path = curve(kind, ends);
    const exact = firstLayerTransitions(plane(), path)!;
    const at = (n: number) => sampledTransitions(plane(), samplePoints(path, n))!;
    expect(at(9)).toBeLessThanOrEqual(exact * (1 + 1e-14));
    expectClose(at(20_001), exact, 1e-7);
    // The error is of second order: Richardson's combination has two orders more.
    expectClose((4 * at(2001) - at(1001)) / 3, exact, 1e-10);
  });

  it.each(kinds)('without biases is n angle/pi along a %s', (kind) => {
    const path = curve(kind, ends);
    const spec = plane({ sigmaB: 0 });
    expectClose(firstLayerTransitions(spec, path), (7 / Math.PI) * curveAngle(path), 1e-14);
    expectClose(firstLayerTransitions(spec, path), expectedTransitions([7], curveAngle(path)).total, 1e-14);
    // Tiny biases change little, and go through the integral.
    expectClose(firstLayerTransitions(plane({ sigmaB: 1e-7 }), path), (7 / Math.PI) * curveAngle(path), 1e-6);
  });

  it('is additive over the pieces of a polyline and blind to vertices on a segment', () => {
    const [a, b] = ends as [Float64Array, Float64Array];
    const middle = a.map((x, i) => (x + b[i]!) / 2);
    const whole = firstLayerTransitions(plane(), curve('line', ends));
    expectClose(firstLayerTransitions(plane(), curve('polyline', [a, middle, b])), whole!, 1e-14);
    const back = firstLayerTransitions(plane(), curve('polyline', [a, b, a]));
    expectClose(back, 2 * whole!, 1e-14);
  });

  it('crosses the thresholds of hard-tanh as often as random neurons do', () => {
    const [seed, points, neurons] = [7, 800, 4000];
    const spec = plane({ activation: { name: 'hard-tanh' }, widths: [1], sigmaW: 2.5 });
    for (const kind of kinds) {
      const x = samplePoints(curve(kind, ends), points);
      const s = 2.5 / Math.sqrt(3);
      const g = gaussians(seed, 0, 4 * neurons);
      const crossings = Array.from({ length: neurons }, (_, i) => {
        let count = 0;
        let before = 0;
        for (let j = 0; j < points; j++) {
          let h = 0.5 * g[4 * i + 3]!;
          for (let d = 0; d < 3; d++) h += s * g[4 * i + d]! * x[3 * j + d]!;
          const piece = h > 1 ? 1 : h < -1 ? -1 : 0;
          if (j > 0) count += Math.abs(piece - before);
          before = piece;
        }
        return count;
      });
      expectMean(kind, crossings, firstLayerTransitions(spec, curve(kind, ends))!, seed);
    }
  });

  it('is that of wide layers on a circle about the origin', () => {
    for (const name of ['relu', 'hard-tanh'] as const) {
      const spec = network({ ...goldenLaw, activation: { name } });
      const [wide] = wideTransitions(spec, { angle: 2 * Math.PI, meanSquare: 4 / 6 });
      expectClose(firstLayerTransitions(spec, goldenCircle), wide!);
    }
  });

  it('is null where it is not known, and 0 without weights', () => {
    const path = curve('line', ends);
    for (const changes of [
      { weights: uniform },
      { biases: uniform },
      { density: 0.5 },
      { activation: { name: 'linear' } },
      { activation: { name: 'tanh' } },
    ] as const) {
      expect(firstLayerTransitions(plane(changes), path)).toBeNull();
    }
    expect(firstLayerTransitions(plane({ sigmaW: 0 }), path)).toBe(0);
    expect(firstLayerTransitions(plane({ biases: uniform, sigmaB: 0 }), path)).not.toBeNull();
  });

  it('refuses a curve of another space', () => {
    const flat: Curve = curve('line', [Float64Array.of(1, 0), Float64Array.of(0, 1)]);
    expect(() => firstLayerTransitions(plane(), flat)).toThrow(
      new RangeError("points: expected dimension 3, the network's, got 2"),
    );
  });
});

describe('sampledTransitions', () => {
  it('has the golden value of twelve points on a circle', () => {
    const value = sampledTransitions(goldenSpec, samplePoints(goldenCircle, 13));
    expectClose(value, golden('E_trans_circle_bias_12pts'));
  });

  it('refuses points that are none', () => {
    const call = (n: number) => () => sampledTransitions(plane(), new Float64Array(n));
    expect(call(7)).toThrow(new RangeError('points: expected two or more rows of 3 numbers, got 7 numbers'));
    expect(call(3)).toThrow(new RangeError('points: expected two or more rows of 3 numbers, got 3 numbers'));
  });
});
