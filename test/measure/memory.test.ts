import { expect, test } from 'vitest';
import { curve } from '../../src/curve/index.ts';
import { planExperiment } from '../../src/ensemble/index.ts';
import { ExperimentError, expandCells, parseExperiment, withInputDim } from '../../src/experiment/index.ts';
import { Arena, compileKernels, loadKernels } from '../../src/kernels/index.ts';
import { Workspace, workspaceBytes } from '../../src/measure/index.ts';

test.for([
  { widths: [64], density: 1 },
  { widths: [64, 200, 10], density: 0.1 },
  { widths: [300, 300], density: 0.7 },
])(
  'what a workspace of $widths at density $density takes, but for a few rows of weights',
  async ({ widths, density }) => {
    const inputDim = 50;
    const points = 20_003;
    const network = withInputDim(expandCells(parseExperiment({ widths, density }))[0]!, inputDim);
    const ends = [new Float64Array(inputDim).fill(1), new Float64Array(inputDim).fill(-1)];
    for (const input of [curve('line', ends), curve('polyline', [...ends, ...ends, ...ends])]) {
      const kernels = await loadKernels(await compileKernels());
      const subject = { network, seed: 0, curve: input, points };
      new Workspace(new Arena(kernels), subject);
      const estimate = workspaceBytes(subject);
      const weights = 4 * 2 ** 20;
      expect(kernels.memory.buffer.byteLength).toBeGreaterThan(estimate);
      expect(kernels.memory.buffer.byteLength).toBeLessThan(estimate + weights);
    }
  },
);

test('what a workspace takes by law, the Gram matrix included', async () => {
  const inputDim = 50;
  const network = withInputDim(expandCells(parseExperiment({ widths: [4000, 4000] }))[0]!, inputDim);
  const ends = [new Float64Array(inputDim).fill(1), new Float64Array(inputDim).fill(-1)];
  const subject = { network, seed: 0, curve: curve('line', ends), points: 900, draw: 'law' as const };
  const kernels = await loadKernels(await compileKernels());
  new Workspace(new Arena(kernels), subject);
  const estimate = workspaceBytes(subject);
  const weights = 8 * 2 ** 20;
  expect(kernels.memory.buffer.byteLength).toBeGreaterThan(estimate);
  expect(kernels.memory.buffer.byteLength).toBeLessThan(estimate + weights);
});

test('points that do not fit are refused when the experiment is planned', () => {
  const most = 5_100_000;
  expect(() => planExperiment(parseExperiment({ estimator: 'polyline', points: most }))).not.toThrow();
  const refused = () => planExperiment(parseExperiment({ estimator: 'polyline', points: most + 200_000 }));
  expect(refused).toThrow(ExperimentError);
  expect(refused).toThrow(/^points: expected at most about 5,200,000 .*, got 5,300,000, which take 5 GiB$/);
});
