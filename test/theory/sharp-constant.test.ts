import { describe, expect, it } from 'vitest';
import type { Law } from '../../src/network/index.ts';
import { linearFormConstant } from '../../src/network/law-constants.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { sharpFormConstant } from '../../src/theory/sharp-form.ts';
import { expectClose, network, rademacher, uniform } from './fixture.ts';

const set = (...half: number[]): Law => ({ kind: 'discrete', values: half.flatMap((v) => [-v, v]) });
const rms = (half: readonly number[]) => Math.sqrt(half.reduce((sum, v) => sum + v * v, 0) / half.length);
/** In units of the set, as the law is given. */
const constant = (...half: number[]) => sharpFormConstant(set(...half))! * rms(half);

/** E |sum u_i v_i| over all draws of v from ±half. */
function meanForm(u: readonly number[], half: readonly number[]): number {
  let sums = [0];
  for (const x of u) sums = sums.flatMap((sum) => half.flatMap((v) => [sum + x * v, sum - x * v]));
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / sums.length;
}

describe('the constant of linear forms', () => {
  // mpmath at 25 digits: (1/(2 pi)) int_0^pi (1 - |phi|) / sin^2(y/2) dy, split at the zeros of phi.
  it.each([
    [[1, 2], 1.1539866862654],
    [[1, 2, 3], 1.648164508644243],
    [[1, 10], 5.2015014466006],
    [[1, 3], 1.6914059475257],
  ])('of ±%j is that of an independent quadrature', (half, exact) => {
    expectClose(constant(...half), exact, 1e-12);
    expectClose(constant(...half.map((v) => v * 0.1)), exact / 10, 1e-12);
  });

  it('is that of the Gaussian for the uniform law and for sets near it, and the paper’s for ±1', () => {
    const limit = Math.sqrt(2 / Math.PI);
    // 0.46066 C, C = sqrt 3 at standard deviation 1.
    expectClose(sharpFormConstant(uniform)! / Math.sqrt(3), 0.46066, 1e-5);
    expect(sharpFormConstant({ kind: 'gaussian' })).toBe(limit);
    expect(sharpFormConstant(set(...Array.from({ length: 20 }, (_, i) => i + 1)))).toBe(limit);
    expect(sharpFormConstant(rademacher)).toBe(linearFormConstant(rademacher));
  });

  it('is a little less on no lattice, never more', () => {
    // Integrated over t up to 20,000 in numpy.
    const exact = 1.76265609;
    expect(constant(1, Math.PI)).toBeLessThan(exact);
    expectClose(constant(1, Math.PI), exact, 1e-3);
  });

  it.each([[[1, 2]], [[1, 2, 3]], [[1, 10]], [[0.3, 1, 1.7]]])('bounds linear forms of ±%j', (half) => {
    const m = constant(...half);
    expect(m).toBeGreaterThan((half.reduce((sum, v) => sum + v, 0) / half.length) * Math.SQRT1_2);
    for (const u of [
      [1],
      [1, 1],
      [1, 0.5],
      [3, 2, 1],
      [1, 1, 1, 1],
      [2, 1, 1, 0.2],
      [1, 0.1, 0.1, 0.1, 0.1],
    ]) {
      const norm = Math.sqrt(u.reduce((sum, x) => sum + x * x, 0));
      expect(meanForm(u, half), u.join()).toBeGreaterThan(m * norm);
    }
  });
});

it('the bound on growth is Price & Tanner’s with that constant', () => {
  const weights = set(1, 2);
  const spec = network({ weights, density: 0.5, scaling: 'none', sigmaW: rms([1, 2]) });
  const [first, second] = growthTheory(spec, { meanSquare: 1 });
  expectClose(first!.growth.priceTannerSharp, 0.5 * 1.1539866862654 * 10 * 0.5, 1e-12);
  expectClose(second!.ratio.priceTannerSharp, first!.growth.priceTannerSharp! ** 2, 1e-12);
  expect(first!.growth.priceTannerSharp).toBeGreaterThan(first!.growth.priceTanner!);
});
