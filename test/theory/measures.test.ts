import { describe, expect, it } from 'vitest';
import { curve, endpoints, samplePoints } from '../../src/curve/index.ts';
import type { UniformNetwork } from '../../src/network/index.ts';
import {
  expectedTransitions,
  measureTheory,
  sampledArcTransitions,
  sampledLengths,
} from '../../src/theory/index.ts';
import { expectClose, network } from './fixture.ts';

const spec = (changes: Partial<UniformNetwork> = {}) =>
  network({ inputDim: 30, widths: [40, 40], ...changes });
const arc = curve('arc', endpoints('orthonormal', 2, 30));

describe('theory of measures', () => {
  it('knows what samples show of lengths and transitions', () => {
    const sampled = sampledLengths(spec(), samplePoints(arc, 20))!;
    measureTheory(spec(), { curve: arc, points: 20 }).forEach((layer, l) => {
      expectClose(layer.sampledRatio, sampled[l]!.length! / (Math.PI / 2));
      expectClose(layer.sampledTransitions, sampled[l]!.transitions!);
      expect(layer.measures).toEqual({});
    });
    const [exact] = measureTheory(spec(), { curve: arc, points: 20, estimator: 'exact' });
    expect(exact).toMatchObject({ sampledRatio: null, sampledTransitions: null });
  });

  it('gives mean-field values of what was asked for, and the turning angle of ReLU without biases alone', () => {
    const measures = ['q', 'autocorrelation', 'turningAngle'] as const;
    const [first, second] = measureTheory(spec(), { curve: arc, points: 20, measures });
    expect(Object.keys(first!.measures)).toEqual(['q', 'autocorrelation', 'turningAngle']);
    expectClose(first!.measures.q!.meanField, 2 / 30);
    expect(first!.measures.autocorrelation!.meanField).toHaveLength(24);
    expectClose(
      second!.measures.turningAngle!.approximate,
      (Math.PI / 2) * (1 + 2 * Math.sqrt(40 / Math.PI)),
    );
    const [biased] = measureTheory(spec({ sigmaB: 1 }), { curve: arc, points: 20, measures });
    expect(biased!.measures.turningAngle!.approximate).toBeNull();
  });
});

describe('sampled arcs', () => {
  it('are the sampled lengths of that arc, and at many points the exact law but for dead layers', () => {
    const few = sampledArcTransitions([40, 40], Math.PI / 2, 20);
    sampledLengths(spec(), samplePoints(arc, 20))!.forEach(({ transitions }, l) => {
      expectClose(few[l]!, transitions!, 1e-9);
    });
    const many = sampledArcTransitions([40, 40], Math.PI / 2, 1e6);
    for (const [l, x] of expectedTransitions([40, 40], Math.PI / 2).perLayer.entries()) {
      expectClose(many[l]!, x, 1e-5);
    }
    expect(() => sampledArcTransitions([4], 7, 10)).toThrow('angle: expected at most 2π, got 7');
    expect(() => sampledArcTransitions([4], 1, 1)).toThrow('points: expected an integer in 2');
  });
});
