/** Values of mpmath at 40 digits, rounded to doubles, at the doubles that stand here. */
import { expect, it } from 'vitest';
import { arcsine, expm1, log1p, sincDeficit, sinMinusTcos } from '../../src/numeric/near-zero.ts';

const close = (actual: number, exact: number) =>
  expect(Math.abs(actual - exact), `${actual} against ${exact}`).toBeLessThanOrEqual(4e-16 * Math.abs(exact));

it.each([
  ['log1p', log1p, 1e-18, 1e-18],
  ['log1p', log1p, -1e-10, -1.00000000005e-10],
  ['log1p', log1p, 1e-5, 9.999950000333332e-6],
  ['log1p', log1p, -0.3, -0.35667494393873234],
  ['log1p', log1p, 3, 1.3862943611198906],
  ['expm1', expm1, 1e-18, 1e-18],
  ['expm1', expm1, -1e-10, -9.999999999500001e-11],
  ['expm1', expm1, 1e-5, 1.0000050000166668e-5],
  ['expm1', expm1, 0.5, 0.6487212707001282],
  ['expm1', expm1, -38, -1.0],
  ['expm1', expm1, -800, -1],
  ['sincDeficit', sincDeficit, 1e-9, 1.666666666666667e-19],
  ['sincDeficit', sincDeficit, 0.5, 0.041148922791593996],
  ['sincDeficit', sincDeficit, 3, 0.9529599973133775],
  ['sinMinusTcos', sinMinusTcos, 1e-9, 3.3333333333333338e-28],
  ['sinMinusTcos', sinMinusTcos, 0.5, 0.04063425765901664],
  ['sinMinusTcos', sinMinusTcos, 3, 3.1110974978612034],
  ['arcsine', arcsine, 1e-12, 1e-12],
  ['arcsine', arcsine, 1e-3, 0.0010000001666667416],
  ['arcsine', arcsine, 0.51, 0.5351847902755998],
  ['arcsine', arcsine, 1, Math.PI / 2],
])('%s', (_, f, at, exact) => close(f(at), exact));

it('log1p, expm1 and their limits', () => {
  expect([log1p(0), expm1(0), expm1(Number.POSITIVE_INFINITY)]).toEqual([0, 0, Number.POSITIVE_INFINITY]);
  expect([sincDeficit(0), sinMinusTcos(0), arcsine(0)]).toEqual([0, 0, 0]);
});
