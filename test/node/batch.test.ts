/** A batch from experiment to plan: written out, from files, and what is wrong with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { measureTrajectory, parseExperiment } from '../../src/index.ts';
import { batchOf } from '../../src/network/index.ts';
import { preparePlan } from '../../src/node/plan.ts';
import { identityOf } from '../../src/node/records/identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'batch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POINTS = [
  [1, 2, 0.5],
  [-1, 0.25, 1],
  [0, -2, 3],
];
const layers: ExperimentInput['layers'] = [
  { type: 'dense', width: 6, activation: 'linear' },
  { type: 'batch-norm', activation: 'relu' },
  { type: 'dense', width: 4 },
];
const EXPERIMENT: ExperimentInput = { layers, inputDim: 3, networks: 5, seed: 2 };
const batched = (points: string | readonly (readonly number[])[], rest: ExperimentInput = {}) =>
  parseExperiment({ ...EXPERIMENT, batch: { points }, ...rest });
const plan = (...args: Parameters<typeof batched>) => preparePlan(batched(...args));

function csv(name: string, points: readonly (readonly number[])[]): string {
  const path = join(folder, name);
  writeFileSync(path, points.map((point) => `${point.join(',')}\n`).join(''));
  return path;
}

describe('a batch', () => {
  test('has the same points from a file as written out, and the identity of its points', async () => {
    const [written, read, other] = await Promise.all([
      plan(POINTS),
      plan(csv('batch.csv', POINTS)),
      plan(csv('other.csv', POINTS.slice(1))),
    ]);
    expect(batchOf(read.cells[0]!.network)).toEqual(POINTS.map((point) => Float64Array.from(point)));
    expect(identityOf(read, 'simd128')).toEqual(identityOf(written, 'simd128'));
    expect(identityOf(other, 'simd128').inputs).not.toBe(identityOf(read, 'simd128').inputs);
  });

  test('may be digits', async () => {
    const { cells } = await plan('mnist:3,8,1', { inputDim: 784 });
    expect(batchOf(cells[0]!.network)!.map(({ length }) => length)).toEqual([784, 784, 784]);
  });

  test('makes networks straight between knots: auto takes exact images, and tangents for lengths alone', async () => {
    expect((await plan(POINTS)).cells[0]!.estimator).toBe('exact');
    expect((await plan(POINTS, { measure: ['length'] })).cells[0]!.estimator).toBe('tangent');
    const { cells } = await preparePlan(parseExperiment(EXPERIMENT));
    expect(cells[0]!.estimator).toBe('polyline');
    const bent = { layers: [...layers!, { type: 'layer-norm' }] } as const;
    expect((await plan(POINTS, bent)).cells[0]!.estimator).toBe('polyline');
  });

  test('stays in an experiment that is parsed again, and gives lengths and counts in the library', async () => {
    const experiment = batched(POINTS);
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
    const [cell] = (await measureTrajectory(experiment)).cells;
    expect(cell!.layers[2]!.transitions!.mean).toBeGreaterThan(0);
    const sampled = await measureTrajectory({ ...experiment, estimator: 'polyline', points: 2000 });
    const [one, two] = [cell!, sampled.cells[0]!].map(({ layers }) => layers[2]!.length.mean!);
    expect(Math.abs(one! / two! - 1)).toBeLessThan(1e-4);
    // Not over the points of the curve.
    const { batch: _, ...plain } = experiment;
    const curve = await measureTrajectory({ ...plain, estimator: 'polyline', points: 2000 });
    expect(Math.abs(curve.cells[0]!.layers[2]!.length.mean! / two! - 1)).toBeGreaterThan(0.01);
  });

  test.each<[ExperimentInput, string]>([
    [{ batch: { points: [[1, 2, 3]] } }, 'batch: points: expected a file, or a list of at least 2'],
    [{ batch: { points: [] } }, 'batch: points: expected a file, or a list of at least 2'],
    [{ batch: { points: [[1, 2], [1]] } }, 'batch: points: expected points of as many numbers, got 2 and 1'],
    [{ batch: { points: POINTS, mean: 1 } as never }, 'batch: expected a known field (points)'],
    [
      { layers: [{ type: 'dense', width: 2 }], batch: { points: POINTS } },
      'batch: expected a batch-norm layer',
    ],
  ])('is refused before work: %j', (rest, message) => {
    expect(() => parseExperiment({ ...EXPERIMENT, ...rest })).toThrow(message);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    [
      'no file of points',
      'batch: points: expected mnist:A,B or a .npy or .csv file',
      () => plan('batch.txt'),
    ],
    ['no file', 'batch: points: expected a readable file', () => plan(join(folder, 'none.csv'))],
    ['one point', 'at least 2 points, got 1', () => plan(csv('one.csv', POINTS.slice(2)))],
    ['no inputs', 'points of dimension 4, that of the input, got 3', () => plan(POINTS, { inputDim: 4 })],
    ['a file in a page', 'only Node reads files', () => measureTrajectory(batched('batch.csv'))],
  ])('is refused where its points cannot be had, or are no inputs: %s', async (_, message, run) => {
    await expect(run()).rejects.toThrow(message);
  });
});
