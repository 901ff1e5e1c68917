/** Exact images against exact expectations: no discretisation stands between them. */
import { describe, expect, test } from 'vitest';
import { measureColumn, totalTransitionsColumn } from '../../src/ensemble/columns.ts';
import { countTheory, turningAngles } from '../../src/theory/index.ts';
import { expectMeanWithin, type Measured, measure, valuesOf } from './measure.ts';

function expectCounts(cell: Measured): void {
  const { record, network, input, seed } = cell;
  countTheory(network, input.angle).forEach((theory, l) => {
    for (const quantity of ['transitions', 'regions'] as const) {
      const values = [...measureColumn(record, l + 1, quantity)!.mantissa];
      const exact = theory[quantity].exact!;
      expectMeanWithin(`${quantity}, layer ${l + 1}`, values, [exact, exact], seed);
    }
  });
}

function expectLengths(cell: Measured): void {
  for (const { layer, ratio } of cell.theory) {
    expectMeanWithin(
      `layer ${layer}`,
      valuesOf(cell, layer, 'ratio'),
      [ratio.exact!, ratio.exact!],
      cell.seed,
    );
  }
}

describe('dense Gaussian ReLU networks without biases', () => {
  test.each([
    [[16, 16, 16, 16], 31.999267585575552, 32.98755098120316],
    // Here most layers die, which makes transitions that are no breakpoints of their own.
    [[4, 4, 4, 4], 7.28076171875, 5.97021484375],
  ])('%j, a right angle, 20,000 networks', async (widths, transitions, regions) => {
    const [cell] = await measure({ widths: [...widths], estimator: 'exact', networks: 20_000, sigmaW: 2 });
    const theory = countTheory(cell!.network, Math.PI / 2);
    expect(theory.reduce((sum, layer) => sum + layer.transitions.exact!, 0)).toBeCloseTo(transitions, 9);
    expect(theory.at(-1)!.regions.exact).toBeCloseTo(regions, 9);
    expectCounts(cell!);
    const { record } = cell!;
    const totals = [...totalTransitionsColumn(record)!.mantissa];
    expectMeanWithin('total transitions', totals, [transitions, transitions], 0);
    expectLengths(cell!);
  });
});

test('with biases the mean length is the exact product, 50,000 networks', async () => {
  const [cell] = await measure({
    widths: [10, 12, 8],
    sigmaW: 2,
    sigmaB: 0.5,
    estimator: 'exact',
    networks: 50_000,
  });
  expectLengths(cell!);
});

test('wide and deep', async () => {
  const [cell] = await measure({ width: 100, depth: 6, estimator: 'exact', networks: 1500 });
  expectCounts(cell!);
  expectLengths(cell!);
});

test('turning angles are those of wide layers within 2 %', async () => {
  const [cell] = await measure({ width: 200, depth: 4, measure: ['turningAngle'], networks: 150 });
  // The cross angle of a line between orthonormal points is the square root of 2.
  const theory = turningAngles([200, 200, 200, 200], { turning: 0, crossAngle: Math.SQRT2 });
  theory.forEach((expected, l) => {
    const angles = [...measureColumn(cell!.record, l + 1, 'turningAngle')!.mantissa];
    expectMeanWithin(`layer ${l + 1}`, angles, [0.98 * expected, 1.02 * expected], cell!.seed);
  });
});
