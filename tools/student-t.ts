/**
 * The part of @stdlib that the quantile of Student's t needs for a positive integer number of degrees of
 * freedom and a probability from 0.975 to 1 − 2⁻⁵². @stdlib inverts the incomplete beta function for any a
 * and b; here a = degrees / 2 and b = 1/2, which takes a quarter of the code.
 * `test/numeric/functions.test.ts` compares the two to the last bit.
 */

/** Files of packages that are never reached. A function that throws replaces each. */
export const NOT_REACHED: Readonly<Record<string, readonly string[]>> = {
  'math-base-special-beta': ['main'],
  'math-base-special-erfcinv': ['rational_p1q1', 'rational_p2q2', 'rational_p5q5'],
  'math-base-special-gamma': ['main'],
  'math-base-special-kernel-betainc': ['full_igamma_prefix', 'rising_factorial_ratio'],
  'math-base-special-kernel-betaincinv': ['inverse_students_t_body_series'],
  'math-base-special-pow': ['x_is_zero', 'y_is_huge', 'y_is_infinite'],
  'math-base-tools-sum-series': ['basic'],
};

/** Branches of files that are never taken: each from the first text to before the second. */
export const NOT_TAKEN: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'math-base-special-kernel-betainc/assign': [
    ['if ( isnan( x )', 'if ( a === 1.0 ) {\n\t\ttmp = b;'],
    ['if ( max( a, b ) <= 1.0 )', 'if ( b <= 1.0 ||'],
    ['else {\n\t\t// Both a,b >= 1:', '\n\tif ( out[ i1 ] < 0.0 )'],
  ],
  'math-base-special-kernel-betaincinv/main': [['else if ( b === 1.0 )', '\n\t// Now we have a guess for x']],
};

/** Files of packages, written for b = 1/2. */
export const AT_HALF: Readonly<Record<string, string>> = {
  // Γ(z + 1/2) / Γ(z)
  'math-base-special-gamma-delta-ratio/main': "export { default } from './gamma_delta_ratio_lanczos.js';",
  // Γ(1/2, x) / Γ(1/2), and its derivative times x
  'math-base-special-gammainc/main': `
    import erfc from '@stdlib/math-base-special-erfc';
    export default (x) => erfc(Math.sqrt(x));`,
  'math-base-special-kernel-betainc/regularized_gamma_prefix': `
    import exp from '@stdlib/math-base-special-exp';
    import pow from '@stdlib/math-base-special-pow';
    export default (half, x) => pow(x, half) * exp(-x) / ${Math.sqrt(Math.PI)};`,
};

/** Factorials as doubles. @stdlib has a table of 3 kB. */
export const FACTORIAL = `/* @__PURE__ */ ((table, product) => (n) => {
  for (let i = table.length; i <= n; i++) table.push(Number(product *= BigInt(i)));
  return table[n];
})([1], 1n)`;
