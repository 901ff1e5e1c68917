/** Worker threads learn the same bytes as the calling thread. */
import { expect, test } from 'vitest';
import { poolGradients } from '../../src/node/training-pool.ts';
import { type TrainingOptions, train } from '../../src/train/index.ts';
import { data, network } from './fixture.ts';
import { imageNetwork } from './images.ts';

// Two epochs of a batch of five blocks and one of three and a bit: more blocks than slots of two threads.
const samples = data(530, 6, 3);
const dense = network('tanh', { inputDim: 6, widths: [20, 20, 3] });
const image = imageNetwork(
  [2, 3, 1],
  [
    { type: 'conv2d', kernel: 2, width: 4, padding: 'circular' },
    { type: 'max-pool', kernel: 2 },
  ],
);
const units = imageNetwork(
  [1, 1, 6],
  [
    { type: 'dense', width: 40, linear: true },
    { type: 'maxout', pieces: 2 },
  ],
);

test.each([
  [2, 'dense', dense],
  [3, 'dense', dense],
  [3, 'convolutional', image],
  [2, 'maxout', units],
])('%i threads, a %s network', async (threads, _, start) => {
  const options: TrainingOptions = {
    epochs: 2,
    batch: 320,
    norm: 'batch',
    trajectory: 0.01,
    trajectoryScale: true,
  };
  const learned = async (more: TrainingOptions) => {
    const all = [];
    for await (const { loss, network } of train(start, samples, { ...options, ...more }))
      all.push([loss, network()]);
    return all;
  };
  expect(await learned({ gradients: poolGradients(threads) })).toEqual(await learned({}));
});
