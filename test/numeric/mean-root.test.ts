import gammaln from '@stdlib/math-base-special-gammaln';
import { describe, expect, it } from 'vitest';
import { type Atom, meanRoot } from '../../src/numeric/mean-root.ts';
import { expectClose, golden } from '../theory/fixture.ts';

const gate = (p: number, other = 0): Atom[] => [
  { probability: p, variance: 1 },
  { probability: 1 - p, variance: other },
];
const coin = gate(0.5);
const chi = (k: number) => Math.SQRT2 * Math.exp(gammaln((k + 1) / 2) - gammaln(k / 2));

describe('meanRoot', () => {
  it('is the mean of a chi variable for one variance', () => {
    expectClose(meanRoot(1, gate(1)), Math.sqrt(2 / Math.PI), 1e-14);
    expectClose(meanRoot(2, gate(1)), Math.sqrt(Math.PI / 2), 1e-14);
    expectClose(meanRoot(3, gate(1)), 2 * Math.sqrt(2 / Math.PI), 1e-14);
  });

  it('is the binomial mean of chi means for open and closed gates', () => {
    for (const p of [0.5, 0.02, 0.9]) {
      for (const k of [1, 2, 7, 40]) {
        let sum = 0;
        let choose = 1;
        for (let b = 1; b <= k; b++) {
          choose *= (k - b + 1) / b;
          sum += choose * p ** b * (1 - p) ** (k - b) * chi(b);
        }
        expectClose(meanRoot(k, gate(p)), sum);
      }
    }
  });

  it('averages the slopes at count 1', () => {
    for (const a of [0, 1e-9, 1e-3, 0.1, 0.7, 1]) {
      expectClose(meanRoot(1, gate(0.5, a * a)), (Math.sqrt(2 / Math.PI) * (1 + a)) / 2, 1e-13);
    }
  });

  it('knows the He table of dense Gaussian ReLU layers', () => {
    // The finite sum 2^-k sum_B C(k, B) E chi_B in 30-digit arithmetic.
    const table: [number, number][] = [
      [1, 0.56418958354776],
      [2, 0.71227081473031],
      [5, 0.86978058844164],
      [10, 0.93563721797262],
      [20, 0.96828886308537],
      [50, 0.98742737442021],
      [100, 0.99373193795476],
      [200, 0.99687049618329],
      [500, 0.99874928050698],
      [784, 0.99920251359148],
      [1000, 0.99937482021967],
    ];
    for (const [k, value] of table) expect(Math.sqrt(2 / k) * meanRoot(k, coin)).toBeCloseTo(value, 13);
  });

  it('follows its asymptotic series up to count 1,000,000', () => {
    // Differences to the first terms must be of the order of the next one, k^-2, and be smooth in k.
    const rest = (k: number) => (meanRoot(k, coin) / Math.sqrt(k / 2) - 1 + 5 / (8 * k)) * k * k;
    expect(rest(10_000)).toBeCloseTo(rest(1000), 2);
    expect(meanRoot(100_000, coin) / Math.sqrt(50_000)).toBeCloseTo(1 - 5 / 8e5, 10);
    expect(meanRoot(1_000_000, coin) / Math.sqrt(500_000)).toBeCloseTo(1 - 5 / 8e6, 12);
    // chi: sqrt k (1 - 1/(4k) + 1/(32 k^2) + 5/(128 k^3))
    for (const k of [1000, 10_000, 100_000, 1_000_000]) {
      const x = 1 / k;
      expectClose(
        meanRoot(k, gate(1)),
        Math.sqrt(k) * (1 - x / 4 + (x * x) / 32 + (5 * x ** 3) / 128),
        1e-12,
      );
    }
  });

  it('tends to count * p * sqrt(2/pi) when gates are rarely open', () => {
    expectClose(meanRoot(10, gate(1e-14)), 1e-13 * Math.sqrt(2 / Math.PI));
  });

  it('is 0 without variance', () => {
    expect(meanRoot(5, gate(0))).toBe(0);
    expect(meanRoot(5, [{ probability: 1, variance: 0 }])).toBe(0);
  });

  it.each([
    [20, 0.5, 1],
    [20, 0.5, 20],
    [50, 0.1, 50],
  ])(
    'gives the sparse Gaussian golden value, k = %i, density %f, %i equal tangent entries',
    (k, density, m) => {
      const atoms: Atom[] = [{ probability: 0.5, variance: 0 }];
      let choose = 1;
      for (let j = 0; j <= m; j++) {
        atoms.push({ probability: 0.5 * choose * density ** j * (1 - density) ** (m - j), variance: j / m });
        choose *= (m - j) / (j + 1);
      }
      expectClose(meanRoot(k, atoms) / Math.sqrt(k), golden(`G_sparse_gauss_k${k}_a${density}_flat${m}`));
    },
  );
});
