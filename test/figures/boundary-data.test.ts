import { expect, it } from 'vitest';
import { type BoundaryData, boundaryByLayer, boundaryClaims } from '../../src/figures/boundary-data.ts';
import { judge } from '../../src/figures/checks.ts';
import { SEED } from './run.ts';

const compute = async <T>(work: () => T) => work();
const made = boundaryByLayer('test', { seed: SEED, compute });

it('curvatures of decision boundaries agree with mean field', async () => {
  const checks = judge(boundaryClaims(await made));
  expect(checks.length).toBe(5);
  expect(checks.filter(({ pass }) => !pass)).toEqual([]);
});

it('grow when they are pulled back, on both sides alike', async () => {
  const { layers } = await made;
  for (const { largest, smallest } of layers) {
    expect(largest.map(({ n }) => n)).toEqual([40, 40, 40, 40]);
    for (let k = 1; k < 4; k++) {
      expect(largest[k]!.mean!).toBeLessThan(largest[k - 1]!.mean!);
      expect(smallest[k]!.mean!).toBeGreaterThan(smallest[k - 1]!.mean!);
    }
  }
  for (let l = 1; l < layers.length; l++) {
    expect(layers[l - 1]!.expected).toBeGreaterThan(1.4 * layers[l]!.expected);
    expect(layers[l - 1]!.largest[0]!.median!).toBeGreaterThan(1.1 * layers[l]!.largest[0]!.median!);
    expect(layers[l - 1]!.smallest[0]!.median!).toBeLessThan(1.1 * layers[l]!.smallest[0]!.median!);
  }
});

it('would not agree with twice the curvature', async () => {
  const { layers, ...rest } = await made;
  const wrong: BoundaryData = {
    ...rest,
    layers: layers.map((layer) => {
      const { mean, sd, sem } = layer.overMeanField;
      const four = { mean: 4 * mean!, sd: 4 * sd!, sem: 4 * sem! };
      return { ...layer, overMeanField: { ...layer.overMeanField, ...four } };
    }),
  };
  expect(judge(boundaryClaims(wrong)).some(({ pass }) => !pass)).toBe(true);
});

it('depend on the seed alone', async () => {
  expect(await boundaryByLayer('test', { seed: SEED, compute })).toEqual(await made);
});
