/**
 * The Cholesky factor L of a symmetric positive definite matrix A = L L', in place of the lower triangle of
 * A; what is above the diagonal is neither read nor written.
 *
 * @param a n × n numbers, row by row.
 * @throws RangeError where A is not positive definite, but for rounding.
 */
export function factorise(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = a.subarray(i * n, i * n + i + 1);
    for (let j = 0; j <= i; j++) {
      const above = a.subarray(j * n, j * n + j + 1);
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * above[k]!;
      if (j < i) row[j] = sum / above[j]!;
      else if (sum > 0) row[i] = Math.sqrt(sum);
      else throw new RangeError(`matrix: expected a positive definite one, got ${sum} for pivot ${i + 1}`);
    }
  }
}

/** The solution y of L y = b, of which |y|² = b' A⁻¹ b. `factor` is that of `factorise`. */
export function solveLower(factor: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * y[k]!;
    y[i] = sum / factor[i * n + i]!;
  }
  return y;
}

/** The solution x of L' x = y. */
export function solveUpper(factor: Float64Array, n: number, y: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(y);
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= factor[i * n + i]!;
    for (let k = 0; k < i; k++) x[k]! -= factor[i * n + k]! * x[i]!;
  }
  return x;
}
