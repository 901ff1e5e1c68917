/** Numbers for people: as many digits as are known. `toFixed` and its like are exact in every engine. */

/** Exponents of ten outside which a number is written with an exponent. */
const isPlain = (exponent: number): boolean => exponent >= -4 && exponent <= 5;

const exponentOfTen = (x: number, digits: number): number =>
  Number(x.toExponential(digits - 1).split('e')[1]);

/** `x` to so many significant digits: `0.4472`, `12.30`, `3.207e-12`. */
export function formatNumber(x: number, digits = 4): string {
  if (x === 0) return '0';
  const exponent = exponentOfTen(x, digits);
  if (isPlain(exponent)) return x.toFixed(Math.max(0, digits - 1 - exponent));
  return x.toExponential(digits - 1).replace('e+', 'e');
}

/** Relative errors of sums in double precision are below this. */
const ROUNDING = 1e-12;

/**
 * Value and uncertainty, two digits of the uncertainty: `1.0023 ± 0.0041`, `(3.21 ± 0.15)e-12`. An uncertainty
 * that is no more than rounding is left out.
 */
export function formatWithError(x: number, error: number): string {
  if (!(error > ROUNDING * Math.abs(x))) return formatNumber(x);
  const last = exponentOfTen(error, 2) - 1;
  const exponent = Math.max(exponentOfTen(x, 2), last + 1);
  if (isPlain(exponent)) {
    const decimals = Math.min(Math.max(0, -last), 100);
    return `${x.toFixed(decimals)} ± ${error.toFixed(decimals)}`;
  }
  const decimals = Math.min(exponent - last, 100);
  return `(${shift(x, -exponent).toFixed(decimals)} ± ${shift(error, -exponent).toFixed(decimals)})e${exponent}`;
}

/** `x * 10 ** by`, rounded once: the decimal is moved in the shortest text that denotes x. */
function shift(x: number, by: number): number {
  const [digits, exponent] = x.toExponential().split('e');
  return Number(`${digits}e${Number(exponent) + by}`);
}
