import { expect, it } from 'vitest';
import { describeExperiment } from '../../src/draw/describe.ts';
import { scripts } from '../../src/draw/picture/text.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import type { CellResult } from '../../src/result/index.ts';

const drawn = (...networks: number[]) =>
  networks.map((n) => ({ networks: n, estimator: 'polyline' }) as CellResult);

it('says what was run, swept parameters left to the picture', () => {
  const swept = parseExperiment({ width: [20, 40], depth: 3, density: [0.1, 1], sigmaW: 2, points: 50 });
  expect(describeExperiment(swept, drawn(100, 100))).toBe(
    'A line (endpoints orthonormal, 50 points) through random networks: width 20, 40, depth 3, activation relu, weights gaussian, σ_w = 2, no biases. 100 networks, seed 0.',
  );
});

it('leaves the name of a file as it is', () => {
  const text = describeExperiment(parseExperiment({ endpoints: 'my_points^{2}.csv' }), drawn(5));
  expect(scripts(text)).toContain('my_\u200bpoints^\u200b{2}.csv');
  expect(scripts(text)).toMatch(/σ<tspan .*√2, no biases/);
});

it('says where there are no points', () => {
  const exact = drawn(5).map((cell) => ({ ...cell, estimator: 'exact' as const }));
  expect(describeExperiment(parseExperiment({}), exact)).toMatch(
    /^A line \(endpoints orthonormal, exact image\) /,
  );
});

it('names biases, scaling and the spread of network numbers', () => {
  const fields = {
    widths: [9, 4],
    sigmaB: 0.5,
    biases: 'uniform',
    scaling: 'none',
    untilRelativeCi: 0.1,
    seed: 7,
  } as const;
  expect(describeExperiment(parseExperiment({ ...fields, widths: [9, 4] }), drawn(64, 96))).toMatch(
    /widths 9, 4, .*, uniform biases, σ_b = 0.5, weights not scaled by fan-in\. 64 to 96 networks, seed 7\.$/,
  );
});
