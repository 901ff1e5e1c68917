/**
 * Lengths from tangents: right in the mean at a handful of points, where a polyline through as many is far
 * off.
 */
import { describe, expect, test } from 'vitest';
import { expectMeanWithin, meanAndSem, measure, valuesOf } from './measure.ts';

describe('at four points', () => {
  test.each(['line', 'arc', 'circle'] as const)(
    'a %s through dense Gaussian ReLU networks',
    async (curve) => {
      const shared = {
        widths: [20, 20, 20],
        sigmaB: 0.3,
        sigmaW: 1.5,
        curve,
        networks: 8000,
        points: 4,
      };
      const [cell] = await measure({ ...shared, estimator: 'tangent' });
      for (const { layer, ratio } of cell!.theory) {
        const exact = ratio.exact!;
        expectMeanWithin(`layer ${layer}`, valuesOf(cell!, layer, 'ratio'), [exact, exact], cell!.seed);
      }
      const [polyline] = await measure({ ...shared, estimator: 'polyline', draw: 'weights' });
      const { mean, sem } = meanAndSem(valuesOf(polyline!, 3, 'ratio'));
      expect(mean + 4 * sem).toBeLessThan(0.97 * polyline!.theory[2]!.ratio.exact!);
    },
  );

  test('agrees with the exact estimator on the same networks', async () => {
    const shared = {
      widths: [30, 30],
      density: 0.3,
      sigmaB: 0.2,
      sigmaW: 2,
      networks: 4000,
      points: 4,
    };
    const [tangent] = await measure({ ...shared, estimator: 'tangent' });
    const [exact] = await measure({ ...shared, estimator: 'exact' });
    for (const layer of [1, 2]) {
      const [a, b] = [valuesOf(tangent!, layer, 'ratio'), valuesOf(exact!, layer, 'ratio')];
      const differences = a.map((x, i) => x - b[i]!);
      expectMeanWithin(`layer ${layer}`, differences, [0, 0], 0);
      // One network's few tangents say little of its own length: the means agree, not the networks.
      expect(meanAndSem(differences).sem / meanAndSem(b).mean).toBeLessThan(0.01);
    }
  });

  test('hard-tanh on a polyline', async () => {
    const shared = {
      widths: [30, 30],
      activation: 'hard-tanh',
      sigmaW: 3,
      networks: 3000,
      points: 8,
    };
    const [tangent] = await measure({ ...shared, estimator: 'tangent' });
    const [exact] = await measure({ ...shared, estimator: 'exact' });
    for (const layer of [1, 2]) {
      const [a, b] = [valuesOf(tangent!, layer, 'ratio'), valuesOf(exact!, layer, 'ratio')];
      expectMeanWithin(
        `layer ${layer}`,
        a.map((x, i) => x - b[i]!),
        [0, 0],
        0,
      );
    }
  });
});

test('smooth activations: tangents and a fine polyline have one mean', async () => {
  for (const activation of ['tanh', 'erf', 'sin'] as const) {
    const shared = {
      widths: [40, 40],
      activation,
      sigmaW: 2,
      sigmaB: 0.3,
      curve: 'circle' as const,
      networks: 300,
    };
    const [tangent] = await measure({ ...shared, estimator: 'tangent', points: 16 });
    const [polyline] = await measure({ ...shared, estimator: 'polyline', points: 2000 });
    for (const layer of [1, 2]) {
      const [a, b] = [valuesOf(tangent!, layer, 'ratio'), valuesOf(polyline!, layer, 'ratio')];
      const differences = a.map((x, i) => x - b[i]!);
      // The polyline still misses a little, of second order.
      const slack = 2e-4 * meanAndSem(b).mean;
      expectMeanWithin(`${activation}, layer ${layer}`, differences, [-slack, slack], 0);
    }
  }
});
