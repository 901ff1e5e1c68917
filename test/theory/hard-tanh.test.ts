import { describe, expect, it } from 'vitest';
import type { UniformNetwork } from '../../src/network/index.ts';
import { bentLayers } from '../../src/theory/bent-growth.ts';
import { clippedSecondMoment, gatedGrowth, linearProbability } from '../../src/theory/hard-tanh.ts';
import { growthTheory, lengthsByLayer } from '../../src/theory/index.ts';
import { expectClose, golden, network } from './fixture.ts';

const hardTanh = (changes: Partial<UniformNetwork>) =>
  network({ activation: { name: 'hard-tanh' }, widths: Array(100).fill(100), ...changes });
const last = <T>(list: readonly T[]): T => list.at(-1)!;

describe('hard-tanh', () => {
  it('has the variances of its golden fixed points, and the golden correlation slope there', () => {
    for (const sigmaW of [2, 4]) {
      const spec = hardTanh({ sigmaW, sigmaB: 0.3 });
      const qStar = golden(`htanh_sw${sigmaW}_sb0.3_qstar`);
      expectClose(last(bentLayers(spec, 1)).growth, gatedGrowth(spec, 100, linearProbability(qStar)));
    }
    const slope = 4 * linearProbability(golden('htanh_sw2_sb0.3_qstar'));
    expectClose(slope, golden('htanh_sw2_sb0.3_chi1'));
  });

  it('grows by its golden finite-width law at the fixed point', () => {
    const { growth } = last(growthTheory(hardTanh({ sigmaW: 4, sigmaB: 0.3 }), { meanSquare: 0.2 }));
    expectClose(growth.approximate, golden('G_htanh_sw4_sb0.3_k100'));
    expect(growth).toEqual({
      priceTanner: null,
      priceTannerSharp: null,
      lower: null,
      exact: null,
      upper: null,
      approximate: growth.approximate,
    });
  });

  it('depends on density and sigma_w through density * sigma_w^2', () => {
    const sparse = growthTheory(hardTanh({ sigmaW: 4, density: 0.25 }), { meanSquare: 1 });
    const dense = growthTheory(hardTanh({ sigmaW: 2 }), { meanSquare: 1 });
    expect(sparse).toEqual(dense);
  });

  it('knows the unscaled weights of the same network', () => {
    const widths = [30, 30];
    const scaled = growthTheory(hardTanh({ inputDim: 30, widths, sigmaW: 2 }), { meanSquare: 0.4 });
    const same = { inputDim: 30, widths, sigmaW: 2 / Math.sqrt(30), scaling: 'none' } as const;
    growthTheory(hardTanh(same), { meanSquare: 0.4 }).forEach((l, i) => {
      expectClose(l.growth.approximate, scaled[i]!.growth.approximate!, 1e-14);
    });
  });

  it('follows the variances of the length map from q^1 = sigma_w^2 meanSquare + sigma_b^2 on', () => {
    const law = { activation: { name: 'hard-tanh' }, sigmaW: 3, sigmaB: 0.5 } as const;
    const spec = hardTanh(law);
    const variances = lengthsByLayer(law, 9 * 0.7 + 0.25, 100);
    bentLayers(spec, 0.7).forEach(({ growth }, l) => {
      expectClose(growth, gatedGrowth(spec, l + 1, linearProbability(variances[l]!)), 1e-14);
    });
  });

  it('grows like a linear map near 0', () => {
    const [near] = growthTheory(hardTanh({ sigmaW: 1 }), { meanSquare: 1e-6 });
    const [zero] = growthTheory(hardTanh({ sigmaW: 1 }), { meanSquare: 0 });
    expectClose(near!.growth.approximate, golden('G_linear_k100'));
    expectClose(zero!.growth.approximate, golden('G_linear_k100'));
  });

  it('tends to (2/pi) sqrt k for large sigma_w', () => {
    const [, second] = growthTheory(hardTanh({ sigmaW: 1e7 }), { meanSquare: 1 });
    expectClose(second!.growth.approximate, (2 / Math.PI) * 10, 1e-4);
  });

  it('is null where the variance overflows', () => {
    const [first] = growthTheory(hardTanh({ sigmaW: 1e200 }), { meanSquare: 1 });
    expect(first!.growth.approximate).toBeNull();
  });
});

describe('clippedSecondMoment', () => {
  it('agrees with quadrature on both sides of its two forms', () => {
    for (const q of [0.05, 0.3, 0.49999, 0.50001, 2, 40]) {
      // Midpoint rule in the uniform variable h over [-1, 1], whose kinks are its ends, and the tail by the
      // same rule.
      const n = 20_000;
      let inside = 0;
      let mass = 0;
      for (let i = 0; i < n; i++) {
        const h = (i + 0.5) / n;
        const density = Math.exp((-h * h) / (2 * q)) / Math.sqrt(2 * Math.PI * q);
        inside += (2 * h * h * density) / n;
        mass += (2 * density) / n;
      }
      expectClose(clippedSecondMoment(q), inside + 1 - mass, 1e-7);
    }
  });

  it('is q near 0 and 1 - (4/3) sqrt(1/(2 pi q)) … at infinity', () => {
    expect(clippedSecondMoment(0)).toBe(0);
    expectClose(clippedSecondMoment(1e-8), 1e-8, 1e-14);
    // 1 - (2/3)(2/sqrt pi) y + O(y^3), y = 1/sqrt(2q)
    expectClose(1 - clippedSecondMoment(5e7), (4 / (3 * Math.sqrt(Math.PI))) * 1e-4, 1e-7);
    expect(clippedSecondMoment(1e300)).toBe(1);
  });
});
