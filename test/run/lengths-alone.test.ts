/** Lengths alone: no counts, and the lengths of the same estimator beside counts. */
import { describe, expect, test } from 'vitest';
import { curveImages, inlineExecutor, measureTrajectory } from '../../src/index.ts';

const base = { width: 12, depth: 3, density: 0.5, networks: 6 } as const;
const cellOf = async (fields: object) => {
  const result = await measureTrajectory({ ...base, ...fields }, { executor: inlineExecutor });
  return { ...result.cells[0]!, experiment: result.experiment };
};

describe('of lengths alone', () => {
  test('there are no counts, and estimates as ever', async () => {
    const { layers, totalTransitions, estimator, experiment } = await cellOf({ measure: ['length'] });
    expect(estimator).toBe('tangent');
    expect(experiment).toMatchObject({ measure: ['length'], estimator: 'tangent', points: 8 });
    expect(totalTransitions).toBe(null);
    for (const { transitions, regions, ratio } of layers) {
      expect([transitions, regions]).toEqual([null, null]);
      expect(ratio.estimate.method).toBe('energy-martingale');
    }
  });

  test.each(['exact', 'polyline', 'tangent'])('lengths are those of the %s estimator', async (estimator) => {
    const fields = { estimator, points: 20 };
    const alone = await cellOf({ ...fields, measure: ['length'] });
    const counted = await cellOf(fields);
    expect(alone.layers.map(({ ratio, growth }) => [ratio, growth])).toEqual(
      counted.layers.map(({ ratio, growth }) => [ratio, growth]),
    );
    expect(alone.layers.every(({ transitions }) => transitions === null)).toBe(true);
  });

  test('the experiment of a result gives the same cells', async () => {
    const { experiment, ...cell } = await cellOf({ measure: ['length'], curve: 'circle' });
    expect(experiment.points).toBe(16);
    const { experiment: _, ...again } = await cellOf(experiment);
    expect(again).toEqual(cell);
  });

  test('the image of the curve itself has the usual samples, and no fewer than two', async () => {
    const samples = async (fields: object) =>
      (await curveImages({ ...base, measure: ['length'], ...fields }, { layers: [1] }))[0]!.samples;
    expect(await samples({})).toBe(1000);
    expect(await samples({ points: 30 })).toBe(30);
    await expect(samples({ points: 1 })).rejects.toThrow(
      'points: expected at least 2 samples of the curve, got 1',
    );
  });
});
