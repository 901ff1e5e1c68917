/** The first principal components alone, for pictures that have milliseconds. */
import {
  centre,
  componentAt,
  eigenvector,
  NO_COMPONENTS,
  type PrincipalComponents,
  startVector,
} from './principal-components.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Dimension of the Krylov space. On curves in random layers the first three shares are then good to 1e-3. */
const STEPS = 12;

/**
 * The first `most` principal components of points about their mean by the Lanczos method with full
 * reorthogonalisation (Golub & Van Loan, Matrix Computations, chapter 10). Takes 12 products with the points
 * and their transpose, instead of a cube of `principalComponents`. Shares are of the whole variance; there are
 * as many as components. Components whose variances are nearly equal may be mixtures of each other.
 *
 * @param points vectors of `dim` entries, one after the other.
 */
export function leadingComponents(points: ArrayLike<number>, dim: number, most = 3): PrincipalComponents {
  const n = points.length / dim;
  const centred = centre(points, n, dim);
  let total = 0;
  for (let i = 0; i < centred.length; i++) total += centred[i]! * centred[i]!;
  if (!(total > 0)) return NO_COMPONENTS;
  const { images, projected } = krylovSpace(centred, n, dim);
  const size = images.length;
  const values = symmetricEigenvalues(projected.slice(), size).reverse();
  const count = Math.min(most, size);
  const projections = new Float64Array(n * count);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const small = eigenvector(projected, size, Math.max(0, values[k]!), vectors);
    vectors.push(small);
    const along = new Float64Array(n);
    for (let j = 0; j < size; j++) addTo(along, small[j]!, images[j]!, 0, n);
    componentAt(projections, k, count, along);
  }
  const shares = values.slice(0, count).map((value) => Math.max(0, value) / total);
  return { shares, projections, count };
}

/** Images X v of an orthonormal basis of the Krylov space of XᵀX, and XᵀX in that basis. */
function krylovSpace(x: Float64Array, n: number, dim: number) {
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  const squares: Float64Array[] = [];
  let next = startVector(dim, 1);
  while (basis.length < Math.min(STEPS, n, dim)) {
    const before = norm(next);
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) addTo(next, -dot(next, 0, other, dim), other, 0, dim);
    const length = norm(next);
    // The space is invariant: it holds every component that the start has a part in.
    if (!(length > 1e-10 * before)) break;
    const vector = next.map((entry) => entry / length);
    basis.push(vector);
    const image = new Float64Array(n);
    next = squareTimes(x, n, dim, vector, image);
    images.push(image);
    squares.push(next.slice());
  }
  const size = basis.length;
  const projected = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const product = dot(basis[i]!, 0, squares[j]!, dim);
      projected[i * size + j] = product;
      projected[j * size + i] = product;
    }
  return { images, projected };
}

/**
 * XᵀX v, and X v to `image`: four rows at a time, so that sums stay in registers. They are added in the order of
 * the rows.
 */
function squareTimes(x: Float64Array, n: number, dim: number, vector: Float64Array, image: Float64Array) {
  const out = new Float64Array(dim);
  let t = 0;
  for (; t + 3 < n; t += 4) {
    const [a, b, c, d] = [t * dim, (t + 1) * dim, (t + 2) * dim, (t + 3) * dim];
    const fa = dot(x, a, vector, dim);
    const fb = dot(x, b, vector, dim);
    const fc = dot(x, c, vector, dim);
    const fd = dot(x, d, vector, dim);
    image[t] = fa;
    image[t + 1] = fb;
    image[t + 2] = fc;
    image[t + 3] = fd;
    for (let i = 0; i < dim; i++)
      out[i] = out[i]! + fa * x[a + i]! + fb * x[b + i]! + fc * x[c + i]! + fd * x[d + i]!;
  }
  for (; t < n; t++) {
    image[t] = dot(x, t * dim, vector, dim);
    addTo(out, image[t]!, x, t * dim, dim);
  }
  return out;
}

/**
 * Scalar product of a row and a vector, in four sums that do not wait for each other. Here and above nothing is
 * taken out of arrays by pattern: it doubles the time.
 */
function dot(x: Float64Array, from: number, y: Float64Array, dim: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < dim; i += 4) {
    const at = from + i;
    a += x[at]! * y[i]!;
    b += x[at + 1]! * y[i + 1]!;
    c += x[at + 2]! * y[i + 2]!;
    d += x[at + 3]! * y[i + 3]!;
  }
  for (; i < dim; i++) a += x[from + i]! * y[i]!;
  return a + b + (c + d);
}

/** out += factor row. */
function addTo(out: Float64Array, factor: number, x: Float64Array, from: number, dim: number): void {
  for (let i = 0; i < dim; i++) out[i]! += factor * x[from + i]!;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, 0, vector, vector.length));
}
