/**
 * Corrected means: against exact expectations where those are known, where a standard error is a tenth of the
 * plain one's, and against plain means of other networks elsewhere.
 */
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/ensemble/index.ts';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { measuredHere } from '../run/measured-here.ts';

async function layersOf(input: ExperimentInput) {
  const { cells } = await measuredHere(input);
  return cells[0]!;
}

function expectWithin(
  what: string,
  { mean, sem }: Pick<Estimate, 'mean' | 'sem'>,
  exact: number,
  other = 0,
): void {
  const k = (mean! - exact) / Math.hypot(sem!, other);
  expect(Math.abs(k), `${what}: ${mean} ± ${sem} against ${exact}, k = ${k}`).toBeLessThan(4);
}

describe('dense Gaussian networks of any width: 10,000 or 50,000 networks within 4 standard errors of the exact product', () => {
  test.each<[ExperimentInput, number]>([
    [{ width: 50, depth: 10, estimator: 'tangent', points: 8 }, 100],
    [{ width: 16, depth: 4, estimator: 'tangent', points: 4, networks: 50_000 }, 30],
    [{ width: 4, depth: 5, estimator: 'exact' }, 7],
    [{ width: 30, depth: 6, measure: ['length'] }, 55],
    [
      { width: 20, depth: 5, measure: ['length'], points: 1, curve: 'polyline', endpoints: 'mnist:3,8,#17' },
      10,
    ],
    [{ width: 20, depth: 5, measure: ['length'], curve: 'circle', endpoints: 'gaussian', sigmaB: 0.3 }, 20],
    [{ width: 2, depth: 4, estimator: 'exact', sigmaB: 0.4 }, 4],
    [{ width: 1, depth: 3, inputDim: 3, estimator: 'tangent', points: 3 }, 2],
    [
      {
        widths: [10, 25, 6],
        inputDim: 14,
        estimator: 'tangent',
        points: 4,
        curve: 'circle',
        endpoints: 'gaussian',
      },
      10,
    ],
    [{ width: 12, depth: 3, activation: 'leaky-relu:-0.4', sigmaB: 0.5, estimator: 'exact' }, 25],
    [{ width: 12, depth: 3, activation: 'abs', estimator: 'tangent', points: 3 }, 50],
  ])('%j', async (input, gain) => {
    const cell = await layersOf({ networks: 10_000, seed: 7, ...input });
    for (const { layer, ratio, growth, theory } of cell.layers) {
      expectWithin(`ratio of layer ${layer}`, ratio.estimate, theory.ratio.exact!);
      expectWithin(`growth of layer ${layer}`, growth.estimate, theory.growth.exact!);
    }
    expect(cell.layers.at(-1)!.ratio.estimate.gain).toBeGreaterThan(gain);
  });
});

describe('counts of dense Gaussian networks: expected ones given the layer below have the right mean', () => {
  test.each<[ExperimentInput, number, number]>([
    [{ width: 20, depth: 4 }, 1.6, 1.9],
    [{ width: 3, depth: 4 }, 1.4, 2.3],
    // Layers die, and half of the neurons above change their piece with them.
    [{ width: 1, depth: 3, inputDim: 3 }, 2, 100],
    [{ width: 10, depth: 4, sigmaB: 0.4, curve: 'polyline', endpoints: 'mnist:3,8,#17' }, 3, 3],
    [{ width: 4, depth: 3, activation: 'abs', sigmaB: 0.2 }, 3, 3],
    [{ width: 2, depth: 3, activation: 'leaky-relu:0.3' }, 1.2, 2.2],
  ])('%j', async (input, gainOfTransitions, gainOfRegions) => {
    const given = { networks: 4000, estimator: 'exact', ...input } as const;
    const [cell, other] = [await layersOf({ ...given, seed: 8 }), await layersOf({ ...given, seed: 9 })];
    cell.layers.forEach(({ layer, theory, ...counts }, l) => {
      for (const name of ['transitions', 'regions'] as const) {
        const { estimate } = counts[name]!;
        const { mean, sem } = other.layers[l]![name]!;
        expectWithin(`plain ${name} of layer ${layer}`, estimate, mean!, sem!);
        const { exact } = theory[name];
        // Without layers that differ there is no error but rounding.
        if (exact !== null && estimate.sem! < 1e-12) expect(estimate.mean).toBeCloseTo(exact, 12);
        else if (exact !== null) expectWithin(`${name} of layer ${layer}`, estimate, exact);
      }
    });
    const { transitions, regions } = cell.layers.at(-1)!;
    expect(transitions!.estimate.gain).toBeGreaterThan(gainOfTransitions);
    expect(regions!.estimate.gain ?? Number.POSITIVE_INFINITY).toBeGreaterThan(gainOfRegions);
  });
});

describe('polylines of dense Gaussian networks: corrected means are the plain means of other networks', () => {
  test.each<[ExperimentInput, number]>([
    [{ width: 50, depth: 5, points: 40, curve: 'circle', networks: 500, draw: 'law' }, 70],
    [{ width: 16, depth: 4, points: 20, draw: 'weights' }, 25],
    [
      {
        width: 5,
        depth: 3,
        points: 5,
        activation: 'leaky-relu:-0.4',
        sigmaB: 0.5,
        curve: 'polyline',
        endpoints: 'mnist:3,8,#17',
      },
      9,
    ],
    [{ width: 2, depth: 3, points: 4, curve: 'circle' }, 4],
  ])('%j', async (input, gain) => {
    const given = { networks: 4000, estimator: 'polyline', ...input } as const;
    const [cell, other] = [await layersOf({ ...given, seed: 3 }), await layersOf({ ...given, seed: 4 })];
    cell.layers.forEach((layer, l) => {
      for (const name of ['ratio', 'preLength', 'growth'] as const) {
        const { mean, sem, estimate } = other.layers[l]![name];
        expectWithin(`plain ${name} of layer ${l + 1}`, layer[name].estimate, mean!, sem!);
        expectWithin(`${name} of layer ${l + 1}`, layer[name].estimate, estimate.mean!, estimate.sem!);
      }
    });
    expect(cell.layers.at(-1)!.ratio.estimate.gain).toBeGreaterThan(gain);
  });
});

describe('sparse networks, and those of other laws: corrected means are the plain means of other networks', () => {
  test.each<[ExperimentInput, number]>([
    [{ width: 200, depth: 10, density: 0.1, estimator: 'tangent', points: 8, sigmaW: 4 }, 300],
    [
      { width: 60, depth: 3, density: 0.2, weights: 'discrete', estimator: 'exact', sigmaB: 0.2, sigmaW: 3 },
      50,
    ],
    [
      {
        width: 40,
        depth: 3,
        density: 0.5,
        weights: 'uniform',
        biases: 'discrete',
        sigmaB: 0.3,
        estimator: 'tangent',
        points: 4,
      },
      60,
    ],
    // Layers die, and growth out of them is left out.
    [{ width: 20, depth: 4, density: 0.08, estimator: 'exact', sigmaW: 5 }, 3],
  ])('%j', async (input, gain) => {
    const corrected = await layersOf({ networks: 1000, seed: 1, ...input });
    const plain = await layersOf({ networks: 6000, seed: 2, ...input });
    corrected.layers.forEach(({ layer, ratio, preLength, growth }, l) => {
      const other = plain.layers[l]!;
      expectWithin(`ratio of layer ${layer}`, ratio.estimate, other.ratio.mean!, other.ratio.sem!);
      expectWithin(
        `preLength of layer ${layer}`,
        preLength.estimate,
        other.preLength.mean!,
        other.preLength.sem!,
      );
      expectWithin(`growth of layer ${layer}`, growth.estimate, other.growth.mean!, other.growth.sem!);
      // The plain mean of 6000 networks is corrected by its own energies to that of 1000.
      expectWithin(
        `ratio of layer ${layer}`,
        ratio.estimate,
        other.ratio.estimate.mean!,
        other.ratio.estimate.sem!,
      );
    });
    expect(corrected.layers.at(-1)!.ratio.estimate.gain).toBeGreaterThan(gain);
  });
});

describe('bent activations, dense Gaussian: corrected means are the plain means of 8000 other networks', () => {
  test.each<[ExperimentInput, number]>([
    [{ activation: 'tanh', sigmaW: 2, sigmaB: 0.3 }, 6],
    // Orthonormal points: all seeds have the same circle up to a rotation.
    [{ activation: 'erf', sigmaW: 2.5, curve: 'circle' }, 5],
    [{ activation: 'sin', sigmaW: 2, sigmaB: 0.3 }, 15],
    [{ activation: 'hard-tanh', sigmaW: 2 }, 4],
    [{ activation: 'shifted-relu:0.2', sigmaW: 2, sigmaB: 0.4 }, 3],
    // Points near 0, where tanh is linear.
    [{ activation: 'tanh', sigmaW: 1e-4 }, 20],
  ])('%j', async (input, gain) => {
    const given = { width: 10, depth: 3, estimator: 'tangent', points: 2, ...input } as const;
    const cell = await layersOf({ ...given, networks: 2000, seed: 5 });
    const other = await layersOf({ ...given, networks: 8000, seed: 6 });
    cell.layers.forEach(({ layer, ratio, growth }, l) => {
      const plain = other.layers[l]!;
      expectWithin(`ratio of layer ${layer}`, ratio.estimate, plain.ratio.mean!, plain.ratio.sem!);
      expectWithin(`growth of layer ${layer}`, growth.estimate, plain.growth.mean!, plain.growth.sem!);
      const { mean, sem } = plain.ratio.estimate;
      expectWithin(`corrected ratio of layer ${layer}`, ratio.estimate, mean!, sem!);
      expect(ratio.estimate.method).toBe('energy-martingale');
    });
    expect(cell.layers.at(-1)!.ratio.estimate.gain).toBeGreaterThan(gain);
  });
});
