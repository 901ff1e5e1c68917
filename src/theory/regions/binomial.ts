/** The binomial coefficients C(n, 0) … C(n, min(last, n)), exactly. */
export function binomials(n: number, last: number): bigint[] {
  const row = [1n];
  for (let j = 1; j <= Math.min(last, n); j++) row.push((row[j - 1]! * BigInt(n - j + 1)) / BigInt(j));
  return row;
}

/**
 * Sum of C(n, j) over j = 0 … last: the number of subsets of n things with at most `last` elements. 2^n from
 * last = n on.
 */
export function subsetsUpTo(n: number, last: number): bigint {
  return last >= n ? 1n << BigInt(n) : binomials(n, last).reduce((sum, c) => sum + c, 0n);
}
