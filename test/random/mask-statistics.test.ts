import { describe, test } from 'vitest';
import { BLOCK_ROWS, COMPARE_FROM } from '../../src/random/definition.ts';
import { average, DEFAULT, expectAverage, GAUSSIAN, mask, SIGNS, variates } from './sample.ts';

const DENSITIES = [0.003, 0.01, 0.02, 0.05, 0.1, 0.125, 0.3, 0.5 + 1e-6, 0.999];
const [ROWS, FAN_IN, BLOCKS] = [BLOCK_ROWS, 1000, 40];

describe.each(DENSITIES)('masks of density %d', (p) => {
  const sd = Math.sqrt(p * (1 - p));
  const blocks = Array.from({ length: BLOCKS }, (_, block) => mask(p, ROWS, FAN_IN, { block }));
  const n = BLOCKS * ROWS * FAN_IN;
  const kept = (i: number) => blocks[Math.floor(i / (ROWS * FAN_IN))]![i % (ROWS * FAN_IN)]!;

  test('keep that share of the entries, and vary from row to row as a coin does', () => {
    expectAverage('density', average(n, kept), p, sd, n);
    const rows = BLOCKS * ROWS;
    const excess = (row: number) =>
      (FAN_IN * (average(FAN_IN, (j) => kept(row * FAN_IN + j)) - p) ** 2) / sd ** 2;
    // Squared standardised binomial counts: mean 1, variance 2 + (1 - 6 p (1 - p)) / (FAN_IN p (1 - p)).
    const variance = 2 + (1 - 6 * sd ** 2) / (FAN_IN * sd ** 2);
    expectAverage('variance of the rows', average(rows, excess), 1, Math.sqrt(variance), rows);
  });

  test('keep every column alike (chi-square)', () => {
    const counts = new Float64Array(FAN_IN);
    for (let i = 0; i < n; i++) counts[i % FAN_IN]! += kept(i);
    const trials = BLOCKS * ROWS;
    const chiSquare = counts.reduce((sum, c) => sum + (c - trials * p) ** 2 / (trials * sd ** 2), 0);
    expectAverage('chi-square of the columns', chiSquare, FAN_IN, Math.sqrt(2 * FAN_IN), 1);
  });

  test('have independent entries, along a row and down a column', () => {
    for (const lag of [1, 2, 8, 16, FAN_IN]) {
      const product = (i: number) => (kept(i) - p) * (kept(i + lag) - p);
      expectAverage(`lag ${lag}`, average(n - lag, product), 0, sd ** 2, n - lag);
    }
  });

  test('do not depend on the values of the weights, nor on the mask of another layer or network', () => {
    const size = ROWS * FAN_IN;
    const first = blocks[0]!;
    for (const [what, values] of [
      ['Gaussian values', variates(GAUSSIAN, size)],
      ['signs', variates(SIGNS, size)],
      ['squares of Gaussian values', variates(GAUSSIAN, size).map((z) => (z ** 2 - 1) / Math.SQRT2)],
    ] as const) {
      expectAverage(
        what,
        average(size, (i) => (first[i]! - p) * values[i]!),
        0,
        sd,
        size,
      );
    }
    for (const name of [{ layer: 2 }, { network: 1 }, { seed: DEFAULT.seed + 1 }]) {
      const other = mask(p, ROWS, FAN_IN, name);
      const product = (i: number) => (first[i]! - p) * (other[i]! - p);
      expectAverage(JSON.stringify(name), average(size, product), 0, sd ** 2, size);
    }
  });

  if (p >= COMPARE_FROM) return;

  test('have geometric gaps (chi-square), also one after the other', () => {
    const positions = blocks.flatMap((block, b) =>
      Array.from(block, (one, i) => (one === 1 ? b * ROWS * FAN_IN + i : -1)).filter((i) => i >= 0),
    );
    const gaps = positions.map((at, i) => at - (i === 0 ? -1 : positions[i - 1]!) - 1);
    // Classes of about equal probability, from one quantile of the law to the next.
    const classes = 20;
    const edges = Array.from({ length: classes }, (_, c) =>
      Math.ceil(Math.log(1 - c / classes) / Math.log1p(-p)),
    );
    const lasts = [...edges.slice(1), Infinity];
    const mass = edges.map((from, c) => (1 - p) ** from - (1 - p) ** lasts[c]!);
    const classOf = (gap: number) => lasts.findIndex((to) => gap < to);
    const used = mass.map((m, c) => [m, c] as const).filter(([m]) => m > 0);
    const single = new Float64Array(classes);
    const pairs = new Float64Array(classes * classes);
    gaps.forEach((gap, i) => {
      single[classOf(gap)]!++;
      if (i % 2 === 1) pairs[classOf(gaps[i - 1]!) * classes + classOf(gap)]!++;
    });
    const n2 = Math.floor(gaps.length / 2);
    const chi = (found: number, expected: number) => (found - expected) ** 2 / expected;
    const chiSingle = used.reduce((sum, [m, c]) => sum + chi(single[c]!, gaps.length * m), 0);
    const chiPairs = used
      .flatMap(([a, i]) => used.map(([b, j]) => chi(pairs[i * classes + j]!, n2 * a * b)))
      .reduce((sum, x) => sum + x, 0);
    const [freedom, freedomPairs] = [used.length - 1, used.length ** 2 - 1];
    expectAverage('chi-square of the gaps', chiSingle, freedom, Math.sqrt(2 * freedom), 1);
    expectAverage('chi-square of pairs', chiPairs, freedomPairs, Math.sqrt(2 * freedomPairs), 1);
  });
});
