import { describe, test } from 'vitest';
import { PURPOSE } from '../../src/random/index.ts';
import {
  average,
  DEFAULT,
  expectAverage,
  expectUncorrelated,
  GAUSSIAN,
  MOMENTS,
  type Name,
  sample,
  variates,
} from './sample.ts';

test.each(MOMENTS)(
  '%s variates of one stream are uncorrelated at the lags of the lanes',
  (name, law, even) => {
    const z = sample(law, 2 ** 21);
    for (const lag of [1, 2, 3, 4, 7, 8, 9, 16, 256, 1024]) {
      expectUncorrelated(`${name}, lag ${lag}`, z, z.subarray(lag), even[1]!);
    }
  },
);

test('the cosine and the sine of one angle are uncorrelated', () => {
  const z = sample(GAUSSIAN, 2 ** 21);
  // Of each eight variates the last four share radius and angle with the first four.
  const first = z.filter((_, i) => i % 8 < 4);
  const second = z.filter((_, i) => i % 8 >= 4);
  expectUncorrelated('cosine and sine', first, second, 3);
});

const NEIGHBOURS: [string, Name][] = [
  ['purpose mask', { purpose: PURPOSE.mask }],
  ['purpose bias', { purpose: PURPOSE.bias }],
  ['block 1', { block: 1 }],
  ['block 2', { block: 2 }],
  ['layer 2', { layer: 2 }],
  ['layer 1000', { layer: 1000 }],
  ['network 1', { network: 1 }],
  ['network 2^32', { network: 2 ** 32 }],
  ['seed + 1', { seed: DEFAULT.seed + 1 }],
  ['seed + 2^32', { seed: DEFAULT.seed + 2 ** 32 }],
  ['network and layer exchanged', { network: 1, layer: 0 }],
];

describe.each(NEIGHBOURS)('the stream of %s', (what, name) => {
  test.each(MOMENTS.slice(0, 3))('is independent of the first in its %s variates', (_, law, even) => {
    const n = 2 ** 19;
    expectUncorrelated(what, variates(law, n), variates(law, n, name), even[1]!);
  });
});

test('the first variate of streams of successive networks, layers and seeds is a sample of its own', () => {
  const n = 40_000;
  for (const [what, name] of [
    ['network', (i: number) => ({ network: i })],
    ['layer', (i: number) => ({ layer: i })],
    ['block', (i: number) => ({ block: i })],
    ['seed', (i: number) => ({ seed: i })],
  ] as const) {
    const z = Float32Array.from({ length: n }, (_, i) => variates(GAUSSIAN, 1, name(i))[0]!);
    expectAverage(
      `${what} mean`,
      average(n, (i) => z[i]!),
      0,
      1,
      n,
    );
    expectAverage(
      `${what} variance`,
      average(n, (i) => z[i]! ** 2),
      1,
      Math.SQRT2,
      n,
    );
    expectUncorrelated(what, z, z.subarray(1), 3);
  }
});
