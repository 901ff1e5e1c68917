import erf from '@stdlib/math-base-special-erf';
import { expect, test } from 'vitest';
import { PURPOSE } from '../../src/random/index.ts';
import { average, DEFAULT, expectAverage, GAUSSIAN, MOMENTS, memory, sample, UNIFORM } from './sample.ts';

test.each(MOMENTS)(
  '%s variates have mean 0, variance 1, their kurtosis and no skewness',
  (name, law, even) => {
    const n = 2 ** 22;
    const z = sample(law, n);
    const [m2, m4, m6, m8] = even as [number, number, number, number];
    expectAverage(
      `${name} mean`,
      average(n, (i) => z[i]!),
      0,
      1,
      n,
    );
    expectAverage(
      `${name} variance`,
      average(n, (i) => z[i]! ** 2),
      m2,
      Math.sqrt(m4 - m2 ** 2),
      n,
    );
    expectAverage(
      `${name} third moment`,
      average(n, (i) => z[i]! ** 3),
      0,
      Math.sqrt(m6),
      n,
    );
    expectAverage(
      `${name} kurtosis`,
      average(n, (i) => z[i]! ** 4),
      m4,
      Math.sqrt(m8 - m4 ** 2),
      n,
    );
  },
);

const normalTail = (x: number) => 1 - erf(x / Math.SQRT2);

test('Gaussian tails beyond 1, 2, 3 and 4 sigma, on either side', () => {
  const n = 2 ** 23;
  const z = sample(GAUSSIAN, n);
  for (const bound of [1, 2, 3, 4]) {
    const p = normalTail(bound) / 2;
    const sd = Math.sqrt(p * (1 - p));
    expectAverage(
      `P(z > ${bound})`,
      average(n, (i) => (z[i]! > bound ? 1 : 0)),
      p,
      sd,
      n,
    );
    expectAverage(
      `P(z < -${bound})`,
      average(n, (i) => (z[i]! < -bound ? 1 : 0)),
      p,
      sd,
      n,
    );
  }
});

test.each([
  ['Gaussian', GAUSSIAN, (x: number) => (1 + erf(x / Math.SQRT2)) / 2],
  ['uniform', UNIFORM, (x: number) => (1 + x / Math.sqrt(3)) / 2],
] as const)('%s variates are close to their distribution everywhere (Kolmogorov–Smirnov)', (_, law, cdf) => {
  const n = 2 ** 20;
  const z = sample(law, n).sort();
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(z[i]!);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  }
  // P(sqrt(n) D > 2.28) = 2 exp(-2 · 2.28²) = 6.1e-5, the probability of 4 standard errors.
  expect(distance * Math.sqrt(n), `sqrt(n) D, seed ${DEFAULT.seed}, n = ${n}`).toBeLessThan(2.28);
});

test('every byte of the bits is uniform (chi-square)', () => {
  const n = 2 ** 22;
  memory.reset();
  const state = memory.reserve(128);
  const out = memory.reserve(4 * n);
  memory.kernels.seedStream(state, DEFAULT.seed, 7, 1, PURPOSE.value, 0);
  memory.kernels.fillBits(state, out, n / 8);
  const words = memory.u32(out, n);
  for (const shift of [0, 8, 16, 24]) {
    const counts = new Float64Array(256);
    for (const word of words) counts[(word >>> shift) & 255]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 256) ** 2 / (n / 256), 0);
    expectAverage(`chi-square of bits ${shift} …`, chiSquare, 255, Math.sqrt(2 * 255), 1);
  }
});
