/** Sparse networks of the three laws: inside the rigorous bracket (docs/theory.md), and alike. */
import { expect, test } from 'vitest';
import { polylineLoss } from '../../src/theory/index.ts';
import { expectMeanWithin, type Measured, meanAndSem, measure, valuesOf } from './measure.ts';

const LAWS = ['gaussian', 'uniform', 'discrete'] as const;

test.each([0.1, 0.5])(
  'density %d, width 200: inside the bracket, and equal to each other',
  async (density) => {
    const cells = await measure({
      width: 200,
      depth: 5,
      density,
      weights: [...LAWS],
      sigmaW: 2,
      networks: 400,
      estimator: 'polyline',
      points: 200,
      draw: 'weights',
    });
    cells.forEach(expectInsideBracket);
    expectEqual(cells[0]!, cells[1]!);
    expectEqual(cells[0]!, cells[2]!);
    expectEqual(cells[1]!, cells[2]!);
  },
);

function expectInsideBracket(cell: Measured): void {
  const { parameters, network, input, points, seed } = cell;
  for (const { layer, ratio } of cell.theory) {
    const loss = polylineLoss(network, input, points, layer)!;
    const values = valuesOf(cell, layer, 'ratio');
    const band = [ratio.lower! * (1 - loss), ratio.upper!] as const;
    expectMeanWithin(`${parameters.weights}, layer ${layer}`, values, band, seed);
    const { mean, sem } = meanAndSem(values);
    expect(mean - 4 * sem, 'above the Price–Tanner bound').toBeGreaterThan(ratio.priceTanner!);
  }
}

/** Network i has the same mask under every law, so the standard error is that of the paired differences. */
function expectEqual(a: Measured, b: Measured): void {
  for (const { layer } of a.theory) {
    const [x, y] = [valuesOf(a, layer, 'ratio'), valuesOf(b, layer, 'ratio')];
    const differences = x.map((value, i) => value - y[i]!);
    const what = `${a.parameters.weights} less ${b.parameters.weights}, layer ${layer}`;
    expectMeanWithin(what, differences, [0, 0], a.seed);
    expect(meanAndSem(differences).sem / meanAndSem(x).mean).toBeLessThan(0.02);
  }
}
