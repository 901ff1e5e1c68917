import { expect, test } from 'vitest';
import { lawNumber, lawTable } from '../../src/kernels/abi.ts';
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
  { kind: 'truncated-normal' },
  { kind: 'student', nu: 1 },
  { kind: 'student', nu: 2.5 },
  { kind: 'student', nu: 1e4 },
];

function draw(law: Law, count: number, seed = 5, network = 3): Float32Array {
  const values = lawTable(law);
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
    // Truncated normal: fit and rational function, ten roundings. Student: t = x sqrt(b (e^(r²/nu) - 1)/r²)
    // takes the relative error of r², times 1 + r²/nu ≤ 46, and the error of u as it stands.
    const eps = 2 ** -24;
    drawn.forEach((x, i) => {
      const y = expected[i]!;
      const size = Math.abs(y);
      const tolerance =
        {
          gaussian: 10 * eps * size + Math.min(2 ** -11, eps / size),
          student: 1000 * eps * size + 2 ** -11,
          'truncated-normal': 10 * eps * size,
        }[law.kind as string] ?? 3 * eps * size;
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

test.each([
  [{ kind: 'truncated-normal' }, 1, 2.3655],
  [{ kind: 'student', nu: 12 }, 1, 3.75],
] as const)('%o has variance and kurtosis as theory takes them', (law, variance, kurtosis) => {
  const x = draw(law, 200_000);
  const moment = (k: number) => x.reduce((sum, v) => sum + v ** k, 0) / x.length;
  // Standard errors of the moments, from moments of twice the order.
  const sem = (k: number) => Math.sqrt((moment(2 * k) - moment(k) ** 2) / x.length);
  expect(Math.abs(moment(1))).toBeLessThan(4 * sem(1));
  expect(Math.abs(moment(2) - variance)).toBeLessThan(4 * sem(2));
  expect(Math.abs(moment(4) - kurtosis)).toBeLessThan(4 * sem(4));
});

test('truncated normals end at two standard deviations, and quantiles of Student are those of tables', () => {
  const sorted = (law: Law) => draw(law, 100_000).sort();
  const truncated = sorted({ kind: 'truncated-normal' });
  expect(Math.max(-truncated[0]!, truncated.at(-1)!)).toBeLessThan(2 / 0.8796 + 1e-3);
  expect(truncated.at(-1)!).toBeGreaterThan(2 / 0.8797 - 1e-3);
  // t of 0.975: 12.706 for one degree of freedom; 3.182, over the standard deviation sqrt 3, for three.
  for (const [nu, quantile] of [
    [1, 12.706],
    [3, 3.182 / Math.sqrt(3)],
  ] as const) {
    const above = sorted({ kind: 'student', nu }).filter((x) => x > quantile).length;
    expect(Math.abs(above - 2500) / Math.sqrt(2500 * 0.975)).toBeLessThan(4);
  }
});
