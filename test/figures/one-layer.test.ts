import { expect, it } from 'vitest';
import { accuraciesOf } from '../../src/figures/one-layer-data.ts';
import { rankCorrelation } from '../../src/figures/rank-correlation.ts';
import { givenNetwork } from '../../src/network/index.ts';
import { evaluate, type TrainingData, train } from '../../src/train/index.ts';

it('rank correlations are those of Spearman, with ties', () => {
  expect(rankCorrelation([1, 2, 3, 4], [9, 4, 2, 1])).toBe(-1);
  expect(rankCorrelation([1, 2, 3], [2, 30, 400])).toBe(1);
  expect(rankCorrelation([1, 2, 3], [5, 5, 5])).toBe(0);
  // 1 - 6 Σ d² / (n (n² - 1)) with d = 1, 1, 2, 1, 1.
  expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 5, 3, 4])).toBeCloseTo(1 - (6 * 8) / 120, 14);
  // Ranks 1, 2.5, 2.5 against 1, 2, 3: √3 / 2.
  expect(rankCorrelation([1, 2, 3], [0, 7, 7])).toBeCloseTo(Math.sqrt(3) / 2, 14);
});

it('a layer learns behind frozen images what it learns within the whole network', async () => {
  const wave = (i: number) => Math.sin(1 + 12.9898 * i) * 1.5;
  const rows = (width: number, fanIn: number, from: number) =>
    Array.from({ length: width }, (_, i) =>
      Array.from({ length: fanIn }, (_, j) => wave(from + i * fanIn + j)),
    );
  const network = givenNetwork(
    [
      { weights: rows(6, 5, 0) },
      { weights: rows(6, 6, 100) },
      { weights: rows(6, 6, 200) },
      { weights: rows(3, 6, 300), activation: 'linear' },
    ],
    'hard-tanh',
  );
  const made = (count: number, from: number): TrainingData => {
    const inputs = Float32Array.from({ length: 5 * count }, (_, i) => wave(from + i));
    return {
      inputs,
      labels: Array.from({ length: count }, (_, s) =>
        inputs[5 * s]! > 0.4 ? 2 : inputs[5 * s]! > -0.4 ? 1 : 0,
      ),
    };
  };
  const digits = { train: made(150, 1000), test: made(70, 5000), pixels: 5 };
  const found = await accuraciesOf(network, digits, 4, { seed: 3, compute: async (work) => work() });
  const whole = async (layer: number) => {
    const freeze = [1, 2, 3, 4].filter((other) => other !== layer);
    let trained = network;
    for await (const moment of train(network, digits.train, {
      ...{ epochs: 4, freeze, batch: 32, learningRate: 0.003, seed: 3 },
    }))
      trained = moment.network();
    return evaluate(trained, digits.test);
  };
  const untrained = (await evaluate(network, digits.test)).accuracy!;
  expect(found.test).toEqual([(await whole(2)).accuracy, (await whole(3)).accuracy]);
  expect(found.test.some((accuracy) => accuracy !== untrained)).toBe(true);
});
