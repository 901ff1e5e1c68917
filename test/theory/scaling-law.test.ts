import { describe, expect, it } from 'vitest';
import { growthTheory, raghuScalingLaw } from '../../src/theory/index.ts';
import { expectClose, golden, network, rademacher, uniform } from './fixture.ts';

const hardTanh = { activation: { name: 'hard-tanh' } } as const;

describe('raghuScalingLaw', () => {
  it('has the golden bases', () => {
    expectClose(raghuScalingLaw(network({ sigmaW: 2 }), 1), golden('Raghu_relu_sw2_k100_0.5'));
    const saturating = network({ ...hardTanh, sigmaW: 2, sigmaB: 0.5 });
    expectClose(raghuScalingLaw(saturating, 2), golden('Raghu_htanh_sw2_sb0.5_k100'));
  });

  it('is the same for the same network without scaling', () => {
    for (const activation of [{ name: 'relu' }, { name: 'hard-tanh' }] as const) {
      const scaled = raghuScalingLaw(network({ activation, sigmaW: 2, inputDim: 9 }), 1)!;
      const unscaled = network({ activation, sigmaW: 2 / 3, inputDim: 9, scaling: 'none' });
      expectClose(raghuScalingLaw(unscaled, 1), scaled, 1e-15);
    }
  });

  it('lies above the true growth of ReLU, so that it cannot be read as a bound', () => {
    for (const k of [1, 10, 1000]) {
      const spec = network({ inputDim: k, widths: [k] });
      expect(raghuScalingLaw(spec, 1)!).toBeGreaterThan(
        growthTheory(spec, { meanSquare: 1 })[0]!.growth.exact!,
      );
    }
  });

  it('is null outside the setting of the paper', () => {
    for (const changes of [
      { density: 0.5 },
      { weights: uniform },
      { sigmaB: 1, biases: rademacher },
      { activation: { name: 'abs' } },
      { activation: { name: 'linear' } },
      { activation: { name: 'leaky-relu', slope: 0 } },
    ] as const) {
      expect(raghuScalingLaw(network(changes), 1)).toBeNull();
    }
    expect(raghuScalingLaw(network({ biases: rademacher }), 1)).not.toBeNull();
    expect(raghuScalingLaw(network({ ...hardTanh, sigmaW: 1e200 }), 1)).toBeNull();
  });

  it('is 0 without weights', () => {
    expect(raghuScalingLaw(network({ ...hardTanh, sigmaW: 0 }), 1)).toBe(0);
  });

  it.each([0, 3, 1.5, Number.NaN])('refuses layer %d', (layer) => {
    const line = `layer: expected an integer in 1 … 2, got ${layer}`;
    expect(() => raghuScalingLaw(network(), layer)).toThrow(new RangeError(line));
  });
});
