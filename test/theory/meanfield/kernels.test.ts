import erf from '@stdlib/math-base-special-erf';
import { describe, expect, it } from 'vitest';
import type { TheoryActivation } from '../../../src/theory/index.ts';
import { anyKernelOf } from '../../../src/theory/meanfield/any-kernel.ts';
import { expectClose } from '../fixture.ts';
import { type Kinked, mean, pairMean } from './quadrature.ts';

/** phi, phi' and phi'' by their definitions. */
interface Definition {
  readonly activation: TheoryActivation;
  readonly phi: Kinked;
  readonly slope: Kinked;
  /** `null`: point masses. */
  readonly bend: Kinked | null;
}

const smooth = (f: (h: number) => number): Kinked => ({ f, kinks: [] });
const cut = (f: (h: number) => number, ...kinks: number[]): Kinked => ({ f, kinks });
const gauss = (h: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-h * h);
const sech2 = (h: number) => 1 - Math.tanh(h) ** 2;

function piecewise(activation: TheoryActivation, a: number): Definition {
  return {
    activation,
    phi: cut((h) => (h > 0 ? h : a * h), 0),
    slope: cut((h) => (h > 0 ? 1 : a), 0),
    bend: null,
  };
}

const definitions: readonly Definition[] = [
  piecewise({ name: 'relu' }, 0),
  piecewise({ name: 'leaky-relu', slope: 0.3 }, 0.3),
  piecewise({ name: 'leaky-relu', slope: -2 }, -2),
  piecewise({ name: 'abs' }, -1),
  { ...piecewise({ name: 'linear' }, 1), bend: smooth(() => 0) },
  {
    activation: { name: 'hard-tanh' },
    phi: cut((h) => Math.min(1, Math.max(-1, h)), -1, 1),
    slope: cut((h) => (Math.abs(h) < 1 ? 1 : 0), -1, 1),
    bend: null,
  },
  {
    activation: { name: 'tanh' },
    phi: smooth(Math.tanh),
    slope: smooth(sech2),
    bend: smooth((h) => -2 * Math.tanh(h) * sech2(h)),
  },
  {
    activation: { name: 'erf' },
    phi: smooth(erf),
    slope: smooth(gauss),
    bend: smooth((h) => -2 * h * gauss(h)),
  },
  {
    activation: { name: 'sin' },
    phi: smooth(Math.sin),
    slope: smooth(Math.cos),
    bend: smooth((h) => -Math.sin(h)),
  },
];
const VARIANCES = [1e-3, 0.05, 0.6, 2, 12.6, 60];
const PAIRS = [
  [0.3, 0.3, 0.4],
  [2, 2, -0.7],
  [2, 2, 0.97],
  [9, 0.5, 0.6],
  [0.02, 5, -0.2],
] as const;
/** Where a value is zero or a small difference, the quadrature of this test is good to so much. */
const FLOOR = 1e-13;

function agree(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    1e-10 * Math.abs(expected) + FLOOR,
  );
}
const squareOf = ({ f, kinks }: Kinked): Kinked => ({ f: (h) => f(h) ** 2, kinks });

describe.each(definitions)('$activation', ({ activation, phi, slope, bend }) => {
  const kernel = anyKernelOf(activation);

  it.each(VARIANCES)('has the moments of quadrature at q = %d', (q) => {
    agree(kernel.square(q), mean(squareOf(phi), q));
    agree(kernel.slopeSquare(q), mean(squareOf(slope), q));
    agree(kernel.squareSlope(q) * q, mean({ f: (h) => h * phi.f(h) * slope.f(h), kinks: phi.kinks }, q));
    const bent = kernel.bendSquare(q);
    expect(bent === null).toBe(bend === null);
    if (bent !== null) agree(bent, mean(squareOf(bend!), q));
  });

  it.each(PAIRS)('has the products of quadrature at q1 = %d, q2 = %d, c = %d', (q1, q2, c) => {
    agree(kernel.product(q1, q2, c), pairMean(phi, q1, q2, c));
    agree(kernel.slopeProduct(q1, q2, c), pairMean(slope, q1, q2, c));
    agree(kernel.product(q2, q1, c), kernel.product(q1, q2, c));
  });

  it.each([0.01, 0.6, 12.6, 400])('has one pair kernel for all correlations at q = %d', (q) => {
    const pair = kernel.at(q);
    const total = kernel.square(q);
    for (const c of [-0.8, 0, 1e-6, 0.3, 0.5, 0.9, 0.999, 1]) {
      agree(pair.product(c), kernel.product(q, q, c));
      agree(pair.slope(c), kernel.slopeProduct(q, q, c));
      if (c >= 0) agree(pair.product(c) + pair.deficit(1 - c), total);
    }
    expectClose(pair.product(1), total);
    expectClose(pair.slope(1), kernel.slopeSquare(q));
    // The start of the deficit is the slope at 1, to all digits.
    if (kernel.bendSquare(q) !== null) expectClose(pair.deficit(1e-12), 1e-12 * q * pair.slope(1), 1e-9);
  });

  it('knows what phi is short of a straight line', () => {
    const { linear } = kernel;
    const gain = linear!.gain.high + linear!.gain.low;
    for (const q of [0.01, 0.24, 0.26, 0.49, 0.51, 3, 70]) {
      agree(linear!.squareDeficit(q), gain * q - kernel.square(q));
      agree(linear!.slopeDeficit(q), gain - kernel.slopeSquare(q));
    }
  });

  it('is continuous down to no variance', () => {
    const still = kernel.product(0, 1, 0.5);
    expect(still).toBe(0);
    expect(kernel.square(0)).toBe(0);
    for (const f of [kernel.slopeSquare, kernel.squareSlope]) agree(f(0), f(1e-14));
    expect(kernel.slopeProduct(0, 0, 0.5)).toBeCloseTo(kernel.slopeProduct(1e-14, 1e-14, 0.5), 10);
  });
});

describe('small variances', () => {
  // Leading terms of the Taylor series: tanh and erf lose h^4 terms, sin likewise.
  it.each([
    ['tanh', (q: number) => 2 * q * q - (17 / 3) * q ** 3],
    ['sin', (q: number) => q * q - (2 / 3) * q ** 3],
  ] as const)('%s falls short by its Taylor series', (name, series) => {
    const { squareDeficit } = anyKernelOf({ name }).linear!;
    for (const q of [1e-9, 1e-7, 1e-5]) expectClose(squareDeficit(q), series(q), 100 * q * q + 1e-14);
  });

  it('erf falls short by its Taylor series', () => {
    const { squareDeficit } = anyKernelOf({ name: 'erf' }).linear!;
    for (const q of [1e-9, 1e-7]) expectClose(squareDeficit(q), (8 / Math.PI) * q * q, 10 * q);
  });
});
