/**
 * Dense Gaussian networks against their exact mean length, less what a polyline misses of it
 * (docs/theory.md). That loss is known for a wide network without biases on an arc and no larger elsewhere,
 * so the band reaches from exact minus loss to exact, widened by 4 standard errors.
 */
import { describe, expect, test } from 'vitest';
import { mapLayers } from '../../src/network/index.ts';
import { polylineLoss } from '../../src/theory/index.ts';
import { expectMeanWithin, type Measured, meanAndSem, measure, valuesOf } from './measure.ts';

/** With biases the first-order rule l Θ / (3 π (points - 1)) of the case without is taken as the bound. */
function lossOf({ network, input, points }: Measured, layer: number): number {
  const rule = (layer * input.angle) / (3 * Math.PI * (points - 1));
  return polylineLoss(network, input, points, layer) ?? rule;
}

function expectExact(cell: Measured): void {
  cell.theory.forEach(({ layer, ratio }) => {
    const exact = ratio.exact!;
    const loss = lossOf(cell, layer);
    const band = [exact * (1 - loss), exact] as const;
    expectMeanWithin(`layer ${layer}`, valuesOf(cell, layer, 'ratio'), band, cell.seed);
  });
}

describe('ReLU', () => {
  test('16-16-16-16, sigmaW 2, sigmaB 0.5, 4000 networks, 2,000 points', async () => {
    const cells = await measure({
      widths: [16, 16, 16, 16],
      sigmaW: 2,
      sigmaB: 0.5,
      networks: 4000,
      estimator: 'polyline',
      points: 2000,
    });
    expectExact(cells[0]!);
    // The band is narrow: a standard error is near 1 %, and the loss is below it.
    const { mean, sem } = meanAndSem(valuesOf(cells[0]!, 4, 'ratio'));
    expect(sem / mean).toBeLessThan(0.012);
    expect(lossOf(cells[0]!, 4)).toBeLessThan(0.001);
  });

  test('width 100, depth 10, for every sigmaW', async () => {
    const cells = await measure({
      width: 100,
      depth: 10,
      sigmaW: [1, Math.SQRT2, 3],
      networks: 1000,
      estimator: 'polyline',
      points: 300,
    });
    for (const cell of cells) expectExact(cell);
    const { mean, sem } = meanAndSem(valuesOf(cells[0]!, 10, 'ratio'));
    expect(sem / mean).toBeLessThan(0.014);
    expect(lossOf(cells[0]!, 10)).toBeLessThan(0.006);
  });

  test('an arc, coarsely sampled, loses what the theory of polylines says', async () => {
    const [cell] = await measure({
      width: 200,
      depth: 6,
      curve: 'arc',
      points: 12,
      networks: 1000,
    });
    for (const layer of [1, 3, 6]) {
      const expected = cell!.theory[layer - 1]!.ratio.exact! * (1 - lossOf(cell!, layer));
      // The loss is 3 to 12 %; its limit of wide layers holds to about 1/width.
      const slack = 0.002 * expected;
      const band = [expected - slack, expected + slack] as const;
      expectMeanWithin(`layer ${layer}`, valuesOf(cell!, layer, 'ratio'), band, cell!.seed);
    }
    expect(lossOf(cell!, 6)).toBeGreaterThan(0.08);
  });
});

test.each(['leaky-relu:0.2', 'leaky-relu:-2', 'abs', 'linear'])(
  '%s, with and without biases',
  async (activation) => {
    const cells = await measure({
      widths: [12, 20, 8],
      inputDim: 15,
      activation,
      sigmaW: 1.5,
      sigmaB: [0, 0.4],
      networks: 3000,
      estimator: 'polyline',
      points: 300,
      seed: 1,
    });
    // The wide-layer loss of a narrow network may be off by some of itself: twice it is still below 1 %.
    for (const cell of cells) {
      cell.theory.forEach(({ layer, ratio }) => {
        const band = [ratio.exact! * (1 - 2 * boundOf(cell, layer)), ratio.exact!] as const;
        expectMeanWithin(`layer ${layer}`, valuesOf(cell, layer, 'ratio'), band, cell.seed);
        expect(boundOf(cell, layer)).toBeLessThan(0.008);
      });
    }
  },
);

/** |h| is bent most, twice as much as ReLU per layer: its loss bounds that of any leaky one. */
function boundOf({ network, input, points }: Measured, layer: number): number {
  const abs = mapLayers(network, (layer) => ({ ...layer, sigmaB: 0, activation: { name: 'abs' } }));
  return polylineLoss(abs, input, points, layer)!;
}
