/** Trainings of the command: what they go on from, and what they are refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import type { GivenLayer } from '../../src/network/index.ts';
import { writeCheckpoint } from '../../src/node/training/checkpoint-file.ts';
import { trainingField } from '../../src/node/training/field.ts';
import { runTraining } from '../../src/node/training/run.ts';
import { startNetwork } from '../../src/node/training/subject.ts';
import { type TrainingMoment, train } from '../../src/train/index.ts';
import { data, network } from '../train/fixture.ts';

test('interrupted after the last step it ends with the network that was learned', async () => {
  const out = mkdtempSync(join(tmpdir(), 'expressivity-training-'));
  const start = network('relu');
  const digits = { train: data(40, 5, 3), test: data(10, 5, 3, 4), pixels: 5 };
  const field = trainingField({ epochs: 2, batch: 20 }, 3, { endpoints: 'gaussian', seed: 0 });
  let last: TrainingMoment | null = null;
  for await (const moment of train(start, digits.train, { epochs: 2, batch: 20 })) last = moment;
  const row = { step: 4, epoch: 2, loss: 1, test: { accuracy: 1, loss: 1 }, curves: [] };
  await writeCheckpoint(out, 'key', last!.checkpoint(), { rows: [row], losses: 0, since: 0 });
  const run = { network: start, digits, field, measure: async () => [], threads: 1, out, key: 'key' };
  const trained = await runTraining({ ...run, resume: true, onStep() {} });
  expect(trained).toEqual({ network: last!.network(), rows: [row] });
  expect(trained.network).not.toEqual(start);
  rmSync(out, { recursive: true });
});

test('layers that training would change into others are refused by their number', async () => {
  const dense = { type: 'dense', width: 5 } as const;
  const wrong = [
    { type: 'residual', branch: [dense] },
    { type: 'batch-norm' },
    { type: 'layer-norm' },
  ] as const;
  for (const layer of wrong) {
    const experiment = parseExperiment({ layers: [dense, layer], inputShape: [4, 4, 1] });
    const start = startNetwork(experiment, 16, 0, () => {});
    await expect(start).rejects.toThrow(
      `layers[1]: expected dense, convolution, pool and maxout layers to train, got ${layer.type}`,
    );
  }
});

test('maxout:k is a dense layer of k rows a unit and their largest; the last layer is drawn like the rows', async () => {
  const experiment = parseExperiment({ widths: [5], activation: 'maxout:2', inputDim: 16, sigmaW: 3 });
  const { layers } = await startNetwork(experiment, 16, 0, () => {});
  expect(layers.map(({ type, width }) => [type, width])).toEqual([
    ['dense', 10],
    ['maxout', 5],
    ['dense', 10],
  ]);
  const { weights } = layers[2] as GivenLayer;
  const rms = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
  // Four standard errors of the root mean square of 50 normal numbers.
  expect(Math.abs(rms / (3 / Math.sqrt(5)) - 1)).toBeLessThan(4 / Math.sqrt(2 * 50));
});

test('a file with pads, which training does not know, is refused by its layer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-training-'));
  const file = join(folder, 'pads.json');
  const weights = Array(10).fill(Array(4).fill(0.5));
  const pool = { type: 'max-pool', inputShape: [4, 4, 1], kernel: 3, stride: 2, padding: 'cut' };
  writeFileSync(file, JSON.stringify({ layers: [pool, { type: 'dense', weights }] }));
  const experiment = parseExperiment({ networkFile: file });
  await expect(startNetwork(experiment, 16, 0, () => {})).rejects.toThrow(
    /^networkFile: layer 1: expected a pool without pads, .*, got other pads$/,
  );
  rmSync(folder, { recursive: true });
});

test('behind convolutions and pools comes a dense layer, drawn like the last one with weights', async () => {
  const layers = [
    { type: 'conv2d', channels: 3, kernel: 2, sigmaW: 5, sigmaB: 1, density: 0.5 },
    { type: 'max-pool', kernel: 2 },
    { type: 'flatten' },
  ] as const;
  const of = (list: readonly object[]) =>
    startNetwork(parseExperiment({ layers: list as never, inputShape: [4, 4, 1] }), 16, 0, () => {});
  const [conv, pool, flat, last] = (await of(layers)).layers;
  expect([conv!.type, pool!.type, flat!.type]).toEqual(['conv2d', 'max-pool', 'avg-pool']);
  expect(last).toMatchObject({ type: 'dense', width: 10, fanIn: 12, activation: { name: 'linear' } });
  const { weights, biases } = last as GivenLayer;
  // Half of 120, and a standard deviation of 5 over the root of the six that are kept of a row.
  const kept = weights.filter((w) => w !== 0);
  expect(kept.length).toBeGreaterThan(40);
  expect(kept.length).toBeLessThan(80);
  const rms = Math.sqrt(kept.reduce((sum, w) => sum + w * w, 0) / kept.length);
  expect(Math.abs(rms / (5 / Math.sqrt(6)) - 1)).toBeLessThan(4 / Math.sqrt(2 * 40));
  expect(biases.some((b) => b !== 0)).toBe(true);
  await expect(of([{ type: 'avg-pool' }])).rejects.toThrow(
    'layers: expected a layer with weights to train, got none',
  );
});

test('a momentum that adam would pass over is refused', () => {
  const of = (training: object) => trainingField(training, 3, { endpoints: 'gaussian', seed: 0 });
  expect(() => of({ momentum: 0.5 })).toThrow('training: momentum: expected none beside adam, got 0.5');
  expect(of({ optimizer: 'sgd', momentum: 0.5 }).momentum).toBe(0.5);
  // What is written can be trained again.
  expect(of(of({}))).toEqual(of({}));
});
