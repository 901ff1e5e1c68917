import { expect, test } from 'vitest';
import {
  networkStream,
  normals,
  openStream,
  PURPOSE,
  type Stream,
  uniform01,
} from '../../src/random/index.ts';

const N = 100_000;
const open = (seed: number, network = 0, layer = 1) =>
  openStream(networkStream(seed, network, layer, PURPOSE.value, 0));

/** Asserts that an average lies within 4 standard errors of its expectation. */
function expectMean(values: Iterable<number>, expected: number, sd: number): void {
  const all = [...values];
  const mean = all.reduce((sum, v) => sum + v, 0) / all.length;
  const standardErrors = (mean - expected) / (sd / Math.sqrt(all.length));
  expect(Math.abs(standardErrors), `${standardErrors} standard errors, n = ${all.length}`).toBeLessThan(4);
}

test('uniform01 uses the top 27 and 26 bits of two outputs', () => {
  const outputs = [0xffffffff, 0xffffffff, 0, 64, 32, 0];
  const stream: Stream = { next: () => outputs.shift()! };
  expect(uniform01(stream)).toBe(1 - 2 ** -53);
  expect(uniform01(stream)).toBe(2 ** -53);
  expect(uniform01(stream)).toBe(2 ** -27);
});

test('uniform01 has mean 1/2 and variance 1/12', () => {
  const stream = open(5);
  const u = Array.from({ length: N }, () => uniform01(stream));
  expectMean(u, 1 / 2, Math.sqrt(1 / 12));
  expectMean(
    u.map((v) => (v - 1 / 2) ** 2),
    1 / 12,
    Math.sqrt(1 / 180),
  );
});

test('normals have the first four moments and the tails of N(0, 1)', () => {
  const z = normals(open(6), N);
  expectMean(z, 0, 1);
  expectMean(
    z.map((v) => v ** 2),
    1,
    Math.sqrt(2),
  );
  expectMean(
    z.map((v) => v ** 3),
    0,
    Math.sqrt(15),
  );
  expectMean(
    z.map((v) => v ** 4),
    3,
    Math.sqrt(96),
  );
  for (const [bound, p] of [
    [1, 0.31731050786291415],
    [3, 0.0026997960632601866],
  ] as const)
    expectMean(
      z.map((v) => (Math.abs(v) > bound ? 1 : 0)),
      p,
      Math.sqrt(p * (1 - p)),
    );
});

test.each([
  [
    'the two of a pair',
    (z: Float64Array) => [z.filter((_, i) => i % 2 === 0), z.filter((_, i) => i % 2 === 1)],
  ],
  ['neighbouring networks', (z: Float64Array) => [z, normals(open(7, 1), N)]],
  ['neighbouring layers', (z: Float64Array) => [z, normals(open(7, 0, 2), N)]],
  ['neighbouring seeds', (z: Float64Array) => [z, normals(open(8), N)]],
])('normals of %s are uncorrelated, and so are their squares', (_, split) => {
  const [x, y] = split(normals(open(7), N)) as [Float64Array, Float64Array];
  expectMean(
    x.map((v, i) => v * y[i]!),
    0,
    1,
  );
  expectMean(
    x.map((v, i) => (v ** 2 - 1) * (y[i]! ** 2 - 1)),
    0,
    2,
  );
});

test('an odd number of normals is a prefix of an even one', () => {
  expect([...normals(open(1), 3)]).toEqual([...normals(open(1), 4).subarray(0, 3)]);
  expect(normals(open(1), 0)).toHaveLength(0);
});
