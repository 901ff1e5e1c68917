import { describe, expect, it } from 'vitest';
import { curve, curveLength, samplePoints } from '../../src/curve/index.ts';
import type { UniformNetwork } from '../../src/network/index.ts';
import { polylineLoss, sampledLengths, sampledTransitions } from '../../src/theory/index.ts';
import { expectClose, golden, network } from './fixture.ts';
import { gaussians } from './transitions/simulate.ts';

const axes = (dim: number, length = 1) =>
  [0, 1].map((i) => Float64Array.from({ length: dim }, (_, j) => (j === i ? length : 0)));
const leaky = (slope: number) => ({ name: 'leaky-relu', slope }) as const;
const deep = (changes: Partial<UniformNetwork> = {}) => network({ widths: Array(8).fill(100), ...changes });
const arc = curve('arc', axes(100));

describe('sampledLengths', () => {
  it('has the golden ratio of polyline to arc at depth 8 with 40 chords', () => {
    const { length } = sampledLengths(deep(), samplePoints(arc, 41))![7]!;
    expectClose(length! / (Math.PI / 2), golden('polyline_ratio_meanfield_d8_n40'));
  });

  it('on an arc without biases is polylineLoss, for every kink and number of points', () => {
    for (const a of [0, 0.3, -1, -2, 5]) {
      const spec = deep({ inputDim: 2, activation: leaky(a), sigmaW: Math.sqrt(2 / (1 + a * a)) });
      const arc = curve('arc', axes(2));
      for (const points of [2, 5, 300, 10_001]) {
        const layers = sampledLengths(spec, samplePoints(arc, points))!;
        for (const l of [1, 4, 8]) {
          const ratio = layers[l - 1]!.length! / (curveLength(arc) * Math.sqrt(50));
          expectClose(
            1 - ratio,
            polylineLoss(spec, { angle: Math.PI / 2 }, points, l)!,
            points > 9999 ? 1e-6 : 1e-9,
          );
        }
      }
    }
  });

  it('knows a linear network and its biases: chords grow by sigma_w, whatever the bias', () => {
    const spec = network({
      inputDim: 5,
      widths: [20, 45],
      sigmaW: 3,
      sigmaB: 7,
      activation: { name: 'linear' },
    });
    const line = curve('line', axes(5));
    const [first, second] = sampledLengths(spec, samplePoints(line, 30))!;
    expectClose(first!.length, 3 * Math.SQRT2 * Math.sqrt(20 / 5), 1e-14);
    expectClose(second!.preLength, 9 * Math.SQRT2 * Math.sqrt(45 / 5), 1e-14);
    expect(second!.transitions).toBe(0);
  });

  it('shows the exact transitions in layer 1', () => {
    const spec = network({ inputDim: 100, sigmaB: 0.4, sigmaW: 5 });
    const points = samplePoints(curve('circle', axes(100, 2)), 25);
    expectClose(sampledLengths(spec, points)![0]!.transitions, sampledTransitions(spec, points)!, 1e-13);
  });

  it('is what wide random networks show, with biases and unequal norms', () => {
    const [seed, width, networks] = [77, 200, 20];
    for (const [name, a] of [
      ['relu', 0],
      ['leaky-relu', -0.5],
    ] as const) {
      const activation = name === 'relu' ? ({ name } as const) : leaky(a);
      const widths = Array(3).fill(width);
      const spec = network({ inputDim: width, widths, sigmaW: 1.6, sigmaB: 0.5, activation });
      const [x, y] = axes(width, Math.sqrt(width)) as [Float64Array, Float64Array];
      const points = samplePoints(curve('line', [x, y.map((v) => 2 * v)]), 6);
      const shown = Array.from({ length: networks }, () =>
        widths.map(() => ({ length: 0, preLength: 0, transitions: 0 })),
      );
      for (const [i, layers] of shown.entries()) {
        let z = points;
        for (const [layer, sum] of layers.entries()) {
          const w = gaussians(seed + i, layer, width * (width + 1));
          const h = new Float64Array(6 * width);
          for (let t = 0; t < 6; t++) {
            for (let r = 0; r < width; r++) {
              let v = 0.5 * w[width * width + r]!;
              for (let j = 0; j < width; j++)
                v += (1.6 / Math.sqrt(width)) * w[r * width + j]! * z[t * width + j]!;
              h[t * width + r] = v;
            }
          }
          z = h.map((v) => (v > 0 ? v : a * v));
          for (let t = 1; t < 6; t++) {
            let [pre, post] = [0, 0];
            for (let r = 0; r < width; r++) {
              const [p, q] = [(t - 1) * width + r, t * width + r];
              pre += (h[q]! - h[p]!) ** 2;
              post += (z[q]! - z[p]!) ** 2;
              if (h[q]! > 0 !== h[p]! > 0) sum.transitions++;
            }
            sum.preLength += Math.sqrt(pre);
            sum.length += Math.sqrt(post);
          }
        }
      }
      sampledLengths(spec, points)!.forEach((theory, l) => {
        for (const quantity of ['length', 'preLength', 'transitions'] as const) {
          // 1 % for the finite width, and 4 standard errors.
          const ratios = shown.map((layers) => layers[l]![quantity] / theory[quantity]!);
          const mean = ratios.reduce((sum, x) => sum + x, 0) / networks;
          const square = ratios.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (networks - 1);
          const sem = Math.sqrt(square / networks);
          const report = `${quantity}, layer ${l + 1}: ${mean} ± ${sem}, seed ${seed}`;
          expect(Math.abs(mean - 1), report).toBeLessThan(0.01 + 4 * sem);
          expect(sem, report).toBeLessThan(0.04);
        }
      });
    }
  });

  it('folds opposite points onto each other for abs, and counts half a flip out of the origin', () => {
    const spec = network({ inputDim: 2, widths: [10, 10], activation: { name: 'abs' } });
    const opposite = sampledLengths(spec, Float64Array.of(1, 0, -1, 0))!;
    expect(opposite.map(({ length }) => length! < 1e-7)).toEqual([true, true]);
    expectClose(opposite[0]!.transitions, 10, 1e-7);
    const [first] = sampledLengths(spec, Float64Array.of(0, 0, 1, 0))!;
    expect(first!.transitions).toBe(5);
  });

  it('is null where a double cannot hold it, and for hard-tanh', () => {
    const points = samplePoints(arc, 5);
    for (const sigmaW of [1e3, 1e-3]) {
      const layers = sampledLengths(network({ widths: Array(200).fill(100), sigmaW }), points)!;
      expect(layers[10]!.length).not.toBeNull();
      expect(layers[199]).toMatchObject({ length: null, preLength: null });
    }
    expect(sampledLengths(network({ activation: { name: 'hard-tanh' } }), points)).toBeNull();
    expect(sampledLengths(network({ sigmaW: 0 }), points)![1]).toMatchObject({ length: 0, preLength: 0 });
  });

  it('refuses points that are none', () => {
    expect(() => sampledLengths(network(), new Float64Array(150))).toThrow(
      new RangeError('points: expected two or more rows of 100 numbers, got 150 numbers'),
    );
  });
});
