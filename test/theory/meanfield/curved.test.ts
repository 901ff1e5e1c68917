/** Activations that bend, by their textbook formulas, against expectations of the sources. */
import erfc from '@stdlib/math-base-special-erfc';
import { describe, expect, it } from 'vitest';
import { type Activation, curvedOf } from '../../../src/network/index.ts';
import { curvedKernel } from '../../../src/theory/meanfield/curved.ts';
import { type Kinked, mean, pairMean } from './quadrature.ts';

const sigma = (h: number) => 1 / (1 + Math.exp(-h));
const normal = (h: number) => erfc(-h / Math.SQRT2) / 2;
const softplus = (h: number) => (h > 30 ? h : Math.log1p(Math.exp(h)));
const unit = (above: number, below: number, a: number) => (h: number) =>
  h > 0 ? above * h : below * a * Math.expm1(h / a);

/** phi by its definition, and where it is not analytic. */
const DEFINITIONS: readonly (readonly [Activation, (h: number) => number, number[]])[] = [
  [{ name: 'sigmoid' }, sigma, []],
  [{ name: 'silu' }, (h) => h * sigma(h), []],
  // Cuts alone: the quadrature of this test has panels for scales of 1.
  [{ name: 'swish', beta: 3 }, (h) => h * sigma(3 * h), [-1.5, -0.7, -0.35, 0, 0.35, 0.7, 1.5]],
  [{ name: 'gelu' }, (h) => h * normal(h), []],
  [
    { name: 'gelu-tanh' },
    (h) => (h / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (h + 0.044715 * h ** 3))),
    [],
  ],
  [{ name: 'mish' }, (h) => h * Math.tanh(softplus(h)), []],
  [{ name: 'softplus' }, softplus, []],
  [{ name: 'elu' }, unit(1, 1, 1), [0]],
  [{ name: 'celu', scale: 0.4 }, unit(1, 1, 0.4), [0]],
  [{ name: 'selu' }, unit(1.0507009873554805, 1.0507009873554805 * 1.6732632423543774, 1), [0]],
  [{ name: 'hard-swish' }, (h) => (h * Math.min(6, Math.max(0, h + 3))) / 6, [-3, 3]],
  [{ name: 'squared-relu' }, (h) => Math.max(h, 0) ** 2, [0]],
];

const square = ({ f, kinks }: Kinked): Kinked => ({ f: (h) => f(h) ** 2, kinks });

function agree(actual: number, expected: number, most = 1e-10): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    most * Math.abs(expected) + 1e-13,
  );
}

describe.each(DEFINITIONS)('$name', (activation, f, kinks) => {
  const kernel = curvedKernel(activation);
  const { at, kinked } = curvedOf(activation)!;
  const phi = { f, kinks };
  const slope = { f: (h: number) => at(h).first, kinks };
  const bend = { f: (h: number) => at(h).second, kinks };

  it('has the value of its definition, and its derivatives are those of the value', () => {
    for (const h of [-40, -6.1, -2.9, -1, -0.3, 0, 0.2, 1.1, 2.8, 7, 45]) {
      agree(at(h).value, f(h), 1e-14);
      if (kinks.includes(h)) continue;
      const step = 1e-4;
      const [below, above] = [at(h - step), at(h + step)];
      expect(at(h).first).toBeCloseTo((above.value - below.value) / (2 * step), 6);
      expect(at(h).second).toBeCloseTo((above.first - below.first) / (2 * step), 6);
    }
  });

  it.each([1e-3, 0.6, 60])('has the moments of quadrature at q = %d', (q) => {
    agree(kernel.square(q), mean(square(phi), q));
    agree(kernel.slopeSquare(q), mean(square(slope), q));
    agree(kernel.slopeFourth(q), mean(square(square(slope)), q));
    agree(kernel.squareSlope(q) * q, mean({ f: (h) => h * f(h) * slope.f(h), kinks }, q));
    const bent = kernel.bendSquare(q);
    expect(bent === null).toBe(kinked);
    if (bent !== null) agree(bent, mean(square(bend), q));
  });

  it.each([
    [0.8, 0.8, -0.7],
    [3, 0.5, 0.9],
  ])('has the products of quadrature at q1 = %d, q2 = %d, c = %d', (q1, q2, c) => {
    agree(kernel.product(q1, q2, c), pairMean(phi, q1, q2, c));
    agree(kernel.slopeProduct(q1, q2, c), pairMean(slope, q1, q2, c));
    agree(kernel.slopeProduct(q2, q1, c), kernel.slopeProduct(q1, q2, c));
  });

  it('has one pair kernel for all correlations', () => {
    const q = 0.7;
    const pair = kernel.at(q);
    const total = kernel.square(q);
    for (const c of [-0.8, 0.3, 0.999]) {
      agree(pair.product(c), kernel.product(q, q, c));
      agree(pair.slope(c), kernel.slopeProduct(q, q, c));
      if (c >= 0) agree(pair.product(c) + pair.deficit(1 - c), total);
    }
    agree(pair.product(1), total);
    agree(pair.slope(1), kernel.slopeSquare(q));
    if (!kinked) agree(pair.deficit(1e-12), 1e-12 * q * pair.slope(1), 1e-9);
  });

  it('is continuous down to no variance', () => {
    agree(kernel.square(0), f(0) ** 2);
    for (const g of [kernel.slopeSquare, kernel.squareSlope]) agree(g(0), g(1e-14), 1e-6);
    if (!kinked) agree(kernel.slopeProduct(0, 0, 0.5), kernel.slopeProduct(1e-14, 1e-14, 0.5), 1e-6);
  });
});
