/** Weights of whole matrices and masks with a structure, against theory; PyTorch's default, against PyTorch. */
import { expect, test } from 'vitest';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { measureTrajectory, parseExperiment } from '../../src/node.ts';
import { measuredHere } from '../run/measured-here.ts';
import { expectMeanWithin, measure, valuesOf } from './measure.ts';

const SMALL: ExperimentInput = {
  networks: 1200,
  sigmaB: 0.3,
  estimator: 'polyline',
  points: 9,
  draw: 'weights',
};

test.each(['orthogonal', 'low-rank:1', 'low-rank:6'])('%s: growth is the exact one', async (weights) => {
  // Wider and narrower than what is below.
  const [cell] = await measure({ ...SMALL, inputDim: 8, widths: [8, 5, 14], weights, estimator: 'exact' });
  for (const { layer, growth, ratio } of cell!.theory) {
    // Layers that are dead have no growth above.
    const expected = ratio.exact!;
    expectMeanWithin(
      `${weights}, layer ${layer}`,
      valuesOf(cell!, layer, 'ratio'),
      [expected, expected],
      cell!.seed,
    );
    expect(growth.exact!).toBeGreaterThan(0);
  }
});

test.each([{ mask: 'block:4', density: 0.3 }, { mask: 'fixed-fan-in', density: 0.3 }, { mask: '2:4' }])(
  '$mask: inside the bracket',
  async (masked) => {
    const [cell] = await measure({ ...SMALL, width: 16, depth: 2, estimator: 'exact', ...masked });
    for (const { layer, ratio } of cell!.theory) {
      const band = [ratio.lower!, ratio.upper!] as const;
      expectMeanWithin(`${masked.mask}, layer ${layer}`, valuesOf(cell!, layer, 'ratio'), band, cell!.seed);
    }
  },
);

test('transitions and regions of orthogonal layers are those of Gaussian ones', async () => {
  const { cells } = await measureTrajectory({
    ...{ weights: 'orthogonal', inputDim: 4, widths: [4, 3, 6], networks: 3000, estimator: 'exact' },
  });
  const { input, layers } = cells[0]!;
  layers.forEach(({ transitions, regions, theory }) => {
    for (const [what, stat] of Object.entries({ transitions, regions })) {
      const exact = theory[what as 'transitions' | 'regions'].exact!;
      const errors = (stat!.mean! - exact) / stat!.sem!;
      expect(Math.abs(errors), `${what}: ${stat!.mean} against ${exact}, angle ${input.angle}`).toBeLessThan(
        4,
      );
    }
  });
});

test('Student of 1.5 degrees of freedom has medians and mean logarithms alone', async () => {
  const { cells } = await measureTrajectory({ width: 20, depth: 3, weights: 'student:1.5', networks: 50 });
  for (const { ratio, theory } of cells[0]!.layers) {
    expect(ratio).toMatchObject({ sd: null, sem: null, ci95: null, estimate: { sem: null, ci95: null } });
    expect(ratio.median).toBeGreaterThan(0);
    expect(Number.isFinite(ratio.meanLog)).toBe(true);
    expect(theory.ratio).toMatchObject({ lower: null, exact: null, upper: null, approximate: null });
  }
});

test("PyTorch's default on two digits has the regions and the length of an independent simulation", async () => {
  const experiment = parseExperiment({
    ...{ init: 'pytorch-linear', widths: [64, 64, 64], endpoints: 'mnist:#3,#8', networks: 400, seed: 18 },
  });
  const { cells } = await measuredHere(experiment);
  const { layers } = cells[0]!;
  // Means and standard errors over 400 networks that PyTorch made.
  const known = [
    [20.03, 0.19],
    [33.49, 0.27],
    [39.87, 0.31],
  ] as const;
  known.forEach(([mean, sem], l) => {
    const { regions } = layers[l]!;
    const errors = (regions!.mean! - mean) / Math.hypot(sem, regions!.sem!);
    expect(Math.abs(errors), `regions of layer ${l + 1}: ${regions!.mean} against ${mean}`).toBeLessThan(4);
  });
  const { ratio } = layers[2]!;
  const errors = (ratio.mean! - 0.01907) / Math.hypot(0.00017, ratio.sem!);
  expect(Math.abs(errors), `ratio: ${ratio.mean} against 0.01907`).toBeLessThan(4);
});
