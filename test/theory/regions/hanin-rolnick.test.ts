import { describe, expect, it } from 'vitest';
import { curve, curveLength } from '../../../src/curve/index.ts';
import {
  firstLayerTransitions,
  gaussianBiasDensity,
  haninRolnickBreakpoints,
  haninRolnickRegions,
} from '../../../src/theory/index.ts';
import { expectClose, network } from '../fixture.ts';

const unit = { gradient: 1, biasDensity: 1 };

describe('haninRolnickBreakpoints', () => {
  it('is linear in neurons, length and both constants', () => {
    expect(haninRolnickBreakpoints(96, 2, { gradient: 0.5, biasDensity: 3 })).toBe(96 * 2 * 0.5 * 3);
  });

  it('lies above the exact number of the first layer, and comes near it where biases dominate', () => {
    const ends = [Float64Array.of(1, 0.2, 0, 0), Float64Array.of(1.1, 0, 0.1, 0)];
    const segment = curve('line', ends);
    for (const sigmaB of [0.05, 1, 20]) {
      const spec = network({ inputDim: 4, widths: [50], sigmaW: 1, sigmaB });
      const exact = firstLayerTransitions(spec, segment)!;
      // Along the segment's direction u, E|w.u| = s sqrt(2/pi).
      const constants = { gradient: Math.sqrt(2 / Math.PI) / 2, biasDensity: gaussianBiasDensity(sigmaB) };
      const bound = haninRolnickBreakpoints(50, curveLength(segment), constants);
      expect(bound).toBeGreaterThan(exact);
      if (sigmaB === 20) expectClose(bound, exact, 1e-3);
    }
  });

  it('refuses constants that are none', () => {
    expect(() => haninRolnickBreakpoints(0, 1, unit)).toThrow('neurons: expected an integer in 1 …');
    expect(() => haninRolnickBreakpoints(3, 1, { ...unit, gradient: 0 })).toThrow(
      new RangeError('gradient: expected a number > 0, got 0'),
    );
    expect(() => gaussianBiasDensity(0)).toThrow(new RangeError('sigmaB: expected a number > 0, got 0'));
  });
});

describe('haninRolnickRegions', () => {
  it('is (T N side)^n / n! where there are at least as many neurons as inputs', () => {
    const { value, ln } = haninRolnickRegions(3, 5, 0.5, { gradient: 0.25, biasDensity: 2 });
    expectClose(value, (16 * 5 * 0.5) ** 3 / 6);
    expectClose(ln, Math.log(value!));
  });

  it('is 2^N where there are fewer, and a logarithm alone where it is huge', () => {
    expectClose(haninRolnickRegions(784, 10, 1, unit).value, 1024);
    const { value, ln } = haninRolnickRegions(784, 10_000, 10, unit);
    expect(value).toBeNull();
    expect(ln).toBeGreaterThan(5000);
  });
});
