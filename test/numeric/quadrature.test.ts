import { describe, expect, it } from 'vitest';
import { integrateAll } from '../../src/numeric/gauss-kronrod.ts';
import { integral, integrate } from '../../src/numeric/gauss-legendre.ts';

const close = (actual: number, exact: number, relative: number) =>
  expect(Math.abs(actual - exact), `${actual} against ${exact}`).toBeLessThanOrEqual(
    relative * Math.abs(exact),
  );

describe('integrate and integral', () => {
  it('take polynomials exactly', () => {
    close(
      integral(1, 3, (x) => x ** 39),
      (3 ** 40 - 1) / 40,
      1e-14,
    );
    close(integrate(Math.exp, 0, 1), Math.E - 1, 1e-14);
  });
  it('resolve peaks and kinks', () => {
    close(
      integrate((t) => 1e-6 / (t * t + 1e-12), -1, 1),
      2 * Math.atan(1e6),
      1e-12,
    );
    close(
      integrate((t) => Math.abs(t - 0.3), 0, 1),
      (0.09 + 0.49) / 2,
      1e-12,
    );
  });
});

describe('integrateAll', () => {
  it('takes polynomials exactly, peaks and kinks closely', () => {
    const powers = (t: number) => [1, t, t ** 9, t ** 20];
    const exact = [1, 1 / 2, 1 / 10, 1 / 21];
    for (const [i, value] of integrateAll(powers, 4, 1e-10)!.entries()) close(value, exact[i]!, 1e-15);
    const peak = integrateAll((t) => [1 / (1e-6 + (t - 0.3) ** 2)], 1, 1e-10)![0]!;
    close(peak, 1e3 * (Math.atan(700) + Math.atan(300)), 1e-13);
    close(integrateAll((t) => [Math.abs(t - 1 / 3)], 1, 1e-10)![0]!, 5 / 18, 1e-9);
  });
});

it('what is not a number is not searched for a peak', () => {
  expect(integrate(() => Number.NaN, 0, 1)).toBeNaN();
  expect(integrate((t) => (t < 0.3 ? Number.NaN : 1), 0, 1)).toBeNaN();
});
