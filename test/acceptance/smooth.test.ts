/** Growth of wide chaotic networks against mean-field theory (Poole et al., arXiv 1606.05340): sqrt(chi_1) a layer once q is at its fixed point. */
import exp from '@stdlib/math-base-special-exp';
import { expect, test } from 'vitest';
import { golden } from '../theory/fixture.ts';
import { expectMeanWithin, meanAndSem, measure, valuesOf } from './measure.ts';

/** chi_1 of sin: q = sigma_w² (1 - e^(-2q)) / 2 + sigma_b², chi_1 = sigma_w² (1 + e^(-2q)) / 2. */
function chiOfSin(sigmaW: number, sigmaB: number): number {
  let q = 1;
  for (let i = 0; i < 200; i++) q = (sigmaW ** 2 * (1 - exp(-2 * q))) / 2 + sigmaB ** 2;
  return (sigmaW ** 2 * (1 + exp(-2 * q))) / 2;
}

test.each([
  { activation: 'tanh', sigmaW: 2.5, chi: golden('tanh_sw2.5_sb0.3_chi1') },
  { activation: 'erf', sigmaW: 2, chi: golden('erf_sw2_sb0.3_chi1') },
  { activation: 'sin', sigmaW: 1.5, chi: chiOfSin(1.5, 0.3) },
])('$activation at sigmaW $sigmaW', async ({ activation, sigmaW, chi }) => {
  const [cell] = await measure({
    width: 300,
    depth: 9,
    sigmaW,
    sigmaB: 0.3,
    activation,
    curve: 'circle',
    endpoints: 'gaussian',
    points: 2001,
    networks: 20,
  });
  // Finite width takes off (3 E phi'^4 / (E phi'^2)² - 1) / (8 width) in first order, which is less than 1 % here.
  const limit = Math.sqrt(chi);
  for (const layer of [5, 6, 7, 8, 9]) {
    const growths = valuesOf(cell!, layer, 'growth');
    expectMeanWithin(`layer ${layer}`, growths, [0.99 * limit, limit], cell!.seed);
    // Else the band would say nothing.
    expect(meanAndSem(growths).sem).toBeLessThan(0.005 * limit);
  }
});
