/**
 * Growth through layers of smooth activations against its large-width expansion (docs/theory.md), in wide
 * chaotic and ordered networks.
 */
import { expect, test } from 'vitest';
import { expectMeanWithin, meanAndSem, measure, valuesOf } from './measure.ts';

test.each([
  { activation: 'tanh', sigmaW: 1.3 },
  { activation: 'tanh', sigmaW: 2.5 },
  { activation: 'erf', sigmaW: 2 },
  { activation: 'sin', sigmaW: 1.5 },
])('$activation at sigmaW $sigmaW: every layer within 0.5 % of the expansion', async (law) => {
  const [cell] = await measure({
    ...law,
    width: 100,
    depth: 6,
    sigmaB: 0.3,
    curve: 'circle',
    endpoints: 'gaussian',
    estimator: 'tangent',
    points: 16,
    networks: 400,
  });
  for (const { layer, growth } of cell!.theory) {
    const growths = valuesOf(cell!, layer, 'growth');
    const expected = growth.approximate!;
    expectMeanWithin(`layer ${layer}`, growths, [0.995 * expected, 1.005 * expected], cell!.seed);
    // Else the band would say nothing.
    expect(meanAndSem(growths).sem).toBeLessThan(0.003 * expected);
  }
});

test('sparse discrete weights have the growth of dense Gaussian ones of their variance, but for the finite width', async () => {
  const [cell] = await measure({
    width: 200,
    depth: 4,
    activation: 'tanh',
    weights: 'discrete',
    density: 0.2,
    sigmaW: 2.5 / Math.sqrt(0.2),
    sigmaB: 0.3,
    curve: 'circle',
    endpoints: 'gaussian',
    estimator: 'tangent',
    points: 16,
    networks: 400,
  });
  for (const layer of [2, 3, 4]) {
    const expected = cell!.theory[layer - 1]!.growth.approximate!;
    const band = [0.995 * expected, 1.005 * expected] as const;
    expectMeanWithin(`layer ${layer}`, valuesOf(cell!, layer, 'growth'), band, cell!.seed);
  }
});
