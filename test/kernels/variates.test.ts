import { expect, test } from 'vitest';
import { lawNumber, unitValues } from '../../src/kernels/abi.ts';
import { referenceVariates } from '../../src/kernels/reference/index.ts';
import type { Law } from '../../src/network/index.ts';
import { PURPOSE } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const COUNTS = [0, 1, 7, 8, 9, 31, 33, 255, 257, 1023, 1025, 2500];
const LAWS: Law[] = [
  { kind: 'gaussian' },
  { kind: 'uniform' },
  { kind: 'discrete', values: [-1, 1] },
  { kind: 'discrete', values: [-0.3, 0.3] },
  { kind: 'discrete', values: [-3, -2, -1, 1, 2, 3] },
];

function draw(law: Law, count: number, seed = 5, network = 3): Float32Array {
  const values = lawNumber(law) === 3 ? unitValues(law) : [];
  const table = memory.reserve(4 * values.length);
  const out = memory.reserve(4 * count + 64);
  memory.f32(table, values.length).set(values);
  memory.f32(out + 4 * Math.ceil(count / 8) * 8, 4).fill(42);
  memory.kernels.drawVariates(
    seed,
    network,
    2,
    PURPOSE.value,
    1,
    out,
    count,
    lawNumber(law),
    table,
    values.length,
  );
  expect([...memory.f32(out + 4 * Math.ceil(count / 8) * 8, 4)]).toEqual([42, 42, 42, 42]);
  const drawn = memory.f32(out, count).slice();
  memory.reset();
  return drawn;
}

test.each(LAWS)('variates of $kind $values agree with the double-precision twin', (law) => {
  for (const count of COUNTS) {
    const drawn = draw(law, count);
    const expected = referenceVariates(5, 3, 2, PURPOSE.value, 1, count, law);
    // Box–Muller in f32: logarithm, root, sine or cosine and product, at most ten roundings. Before that u
    // itself is rounded by up to 2^-24, which moves the radius r = sqrt(-2 ln u) by 2^-24 / r, and never by
    // more than the root of 2^-23. The others: conversion, constant and product, three roundings.
    const eps = 2 ** -24;
    drawn.forEach((x, i) => {
      const y = expected[i]!;
      const tolerance =
        law.kind === 'gaussian'
          ? 10 * eps * Math.abs(y) + Math.min(2 ** -11, eps / Math.abs(y))
          : 3 * eps * Math.abs(y);
      expect(Math.abs(x - y), `variate ${i} of ${count}: ${x} against ${y}`).toBeLessThanOrEqual(tolerance);
    });
  }
});

test.each(LAWS)('the first variates of $kind $values do not depend on how many are drawn', (law) => {
  const long = draw(law, 2500);
  for (const count of COUNTS) expect([...draw(law, count)]).toEqual([...long.subarray(0, count)]);
});

test('a variate has the same bits whatever number is drawn', () => {
  // Vectors are taken in pairs, the last one of an odd number by itself.
  const law: Law = { kind: 'gaussian' };
  const most = draw(law, 2100);
  for (const count of [1, 8, 9, 16, 24, 1016, 1024, 1032, 2096]) {
    expect(draw(law, count), `${count} variates`).toEqual(most.slice(0, count));
  }
});
