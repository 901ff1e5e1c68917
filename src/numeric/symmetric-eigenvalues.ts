import { reflectionOf, reflectSymmetric } from './householder.ts';

/**
 * Eigenvalues of a real symmetric matrix, in rising order: Householder's reduction to tridiagonal form, then
 * implicit QR steps with Wilkinson's shift (Golub & Van Loan, Matrix Computations, sections 8.3.1 to 8.3.3).
 * Each is within a small multiple of 2^-53 n times the largest |eigenvalue|. Takes 4n³/3 operations.
 *
 * @param matrix n × n finite numbers, row by row, of which the lower triangle is read.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const largest = matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return new Float64Array(n);
  // Squares of what is scaled to 1 stay in range, but for those that are nothing beside it.
  const scaled = matrix.map((x) => x / largest);
  const { diagonal, beside } = tridiagonal(scaled, n);
  diagonalise(diagonal, beside);
  return diagonal.sort().map((x) => x * largest);
}

/** Nothing beside a largest entry of 1, and large enough for its square to be in range. */
const NOTHING = 1e-140;

/** Destroys `a`. `beside[i]` stands between entries i and i + 1 of the diagonal. */
function tridiagonal(a: Float64Array, n: number) {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(Math.max(0, n - 1));
  for (let i = n - 1; i > 0; i--) {
    const reflection = reflectionOf(a.subarray(i * n, i * n + i));
    beside[i - 1] = reflection?.image ?? a[i * n + i - 1]!;
    if (reflection !== null) reflectSymmetric(a, n, reflection);
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i]!;
  return { diagonal, beside };
}

/** Leaves the eigenvalues of the tridiagonal matrix in `diagonal`, in no order. */
function diagonalise(diagonal: Float64Array, beside: Float64Array): void {
  const joined = (i: number) => {
    const size = Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!);
    return Math.abs(beside[i]!) > Number.EPSILON * size + NOTHING;
  };
  let last = diagonal.length - 1;
  while (last > 0) {
    if (!joined(last - 1)) {
      last--;
      continue;
    }
    let first = last - 1;
    while (first > 0 && joined(first - 1)) first--;
    step(diagonal, beside, first, last);
  }
}

/**
 * One QR step on rows `first` … `last`, of which no neighbours are apart: a rotation makes a bulge at the
 * top, others chase it to the end.
 */
function step(d: Float64Array, e: Float64Array, first: number, last: number): void {
  const half = (d[last - 1]! - d[last]!) / 2;
  const corner = e[last - 1]!;
  const root = Math.sqrt(half * half + corner * corner);
  const shift = d[last]! - corner * (corner / (half + (half >= 0 ? root : -root)));
  let x = d[first]! - shift;
  let bulge = e[first]!;
  for (let k = first; k < last; k++) {
    const r = Math.sqrt(x * x + bulge * bulge);
    const [c, s] = r > NOTHING ? [x / r, bulge / r] : [1, 0];
    if (k > first) e[k - 1] = r;
    const [upper, lower, between] = [d[k]!, d[k + 1]!, e[k]!];
    const turned = s * (2 * c * between + s * (lower - upper));
    d[k] = upper + turned;
    d[k + 1] = lower - turned;
    e[k] = c * s * (lower - upper) + (c * c - s * s) * between;
    if (k + 1 === last) return;
    x = e[k]!;
    bulge = s * e[k + 1]!;
    e[k + 1] = c * e[k + 1]!;
  }
}
