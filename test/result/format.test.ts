import { describe, expect, it } from 'vitest';
import { formatNumber, formatWithError } from '../../src/result/format.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1, '1.000'],
    [0.44721359, '0.4472'],
    [-12.3, '-12.30'],
    [0.99996, '1.000'],
    [123456.7, '123457'],
    [999999.6, '1.000e6'],
    [3.2071e-12, '3.207e-12'],
    [1.7e308, '1.700e308'],
  ])('%d as %s', (x, expected) => {
    expect(formatNumber(x)).toBe(expected);
  });
});

describe('formatWithError', () => {
  it.each([
    [1.00234, 0.00412, '1.0023 ± 0.0041'],
    [1.00234, 0.0996, '1.00 ± 0.10'],
    [57.04, 1.13, '57.0 ± 1.1'],
    [1012.3, 123, '1012 ± 123'],
    [0.1, 25, '0 ± 25'],
    [9.876e-6, 2e-7, '(9.88 ± 0.20)e-6'],
    [3.2071e12, 1.52e11, '(3.21 ± 0.15)e12'],
    [2e-300, 1e-302, '(2.000 ± 0.010)e-300'],
    [1e-9, 3e-7, '(0.0 ± 3.0)e-7'],
    [0.5, 0, '0.5000'],
    [1 - 4e-16, 2e-16, '1.000'],
    [-3e20, 1e5, '-3.000e20'],
    [1, 5e-12, '1.0000000000000 ± 0.0000000000050'],
  ])('%d and %d as %s', (x, error, expected) => {
    expect(formatWithError(x, error)).toBe(expected);
  });
});
