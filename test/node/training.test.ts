/** Trainings of the command: what they go on from, and what they are refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
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
    { type: 'conv2d', channels: 1, kernel: 2 },
    { type: 'flatten' },
    { type: 'residual', branch: [dense] },
    { type: 'batch-norm' },
  ] as const;
  for (const layer of wrong) {
    const layers = layer.type === 'conv2d' ? [layer, dense] : [dense, layer];
    const experiment = parseExperiment({ layers, inputShape: [4, 4, 1] });
    const start = startNetwork(experiment, 16, 0, () => {});
    const at = layer.type === 'conv2d' ? 0 : 1;
    await expect(start).rejects.toThrow(`layers[${at}]: expected dense layers to train, got ${layer.type}`);
  }
});

test('a momentum that adam would pass over is refused', () => {
  const of = (training: object) => trainingField(training, 3, { endpoints: 'gaussian', seed: 0 });
  expect(() => of({ momentum: 0.5 })).toThrow('training: momentum: expected none beside adam, got 0.5');
  expect(of({ optimizer: 'sgd', momentum: 0.5 }).momentum).toBe(0.5);
  // What is written can be trained again.
  expect(of(of({}))).toEqual(of({}));
});
