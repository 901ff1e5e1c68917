import { describe, expect, it } from 'vitest';
import { InputError, simulateMeanField } from '../../src/index.ts';
import { poolExecutor } from '../../src/node/pool.ts';

const small = { activation: 'tanh', sigmaW: 2, sigmaB: 0.3, width: 60, depth: 3, networks: 5 };

describe('simulateMeanField', () => {
  it('measures and predicts each quantity, whoever measures', async () => {
    const here = await simulateMeanField(small);
    expect(here.simulation).toMatchObject({ ...small, points: 49, density: 1, seed: 0 });
    const [first, second] = here.layers;
    expect(first!.chi1).toBeNull();
    expect(second!.chi1!.measured.n).toBe(5);
    const { measured, predicted, z } = second!.q;
    expect(z).toBeCloseTo((measured.mean! - predicted!) / measured.sem!, 12);
    expect(first!.autocorrelation).toHaveLength(24);
    // The first layer has q*, so that the recursion stays there.
    expect(second!.q.predicted).toBeCloseTo(first!.q.predicted!, 12);
    const pooled = await simulateMeanField(small, {
      executor: (subjects) => poolExecutor(subjects, { threads: 2 }),
    });
    expect(pooled).toEqual(here);
  });

  it('has no curvature of kinks, and starts at mean square 1 where there is no fixed point', async () => {
    const { layers, inputMeanSquare } = await simulateMeanField({ ...small, activation: 'relu' });
    expect(inputMeanSquare).toBe(1);
    expect(layers[1]).toMatchObject({ curvature2: null, gaussMapLength: null });
    expect(layers[1]!.metric.predicted).toBeGreaterThan(0);
  });

  it('refuses what cannot be simulated', async () => {
    await expect(simulateMeanField({ ...small, width: 1 })).rejects.toThrow(InputError);
    await expect(simulateMeanField({ ...small, sigmaW: -1 })).rejects.toThrow('sigmaW');
    await expect(simulateMeanField({ ...small, activation: 'cosh' })).rejects.toThrow('activation');
  });
});
