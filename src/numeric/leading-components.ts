/** The first principal components alone, for pictures that have milliseconds. */
import {
  centre,
  componentAt,
  dotAt,
  eigenvector,
  NO_COMPONENTS,
  type PrincipalComponents,
  startVector,
} from './principal-components.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Dimension of the Krylov space. On curves in random layers the first three shares are then good to 1e-4. */
const STEPS = 24;

/**
 * The first `most` principal components of points about their mean by the Lanczos method with full
 * reorthogonalisation (Golub & Van Loan, Matrix Computations, chapter 10). Takes 24 products with the points
 * and their transpose, instead of a cube of `principalComponents`. Shares are of the whole variance; there are
 * as many as components. Components whose variances are nearly equal may be mixtures of each other.
 *
 * @param points vectors of `dim` entries, one after the other.
 */
export function leadingComponents(points: ArrayLike<number>, dim: number, most = 3): PrincipalComponents {
  const n = points.length / dim;
  const centred = centre(points, n, dim);
  let total = 0;
  for (const x of centred) total += x * x;
  if (!(total > 0)) return NO_COMPONENTS;
  const { basis, projected } = krylovSpace(centred, n, dim);
  const size = basis.length;
  const values = symmetricEigenvalues(projected.slice(), size).reverse();
  const count = Math.min(most, size);
  const projections = new Float64Array(n * count);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const small = eigenvector(projected, size, Math.max(0, values[k]!), vectors);
    vectors.push(small);
    const direction = new Float64Array(dim);
    for (let j = 0; j < size; j++) for (let i = 0; i < dim; i++) direction[i]! += small[j]! * basis[j]![i]!;
    componentAt(projections, k, count, times(centred, n, dim, direction));
  }
  const shares = values.slice(0, count).map((value) => Math.max(0, value) / total);
  return { shares, projections, count };
}

/** An orthonormal basis of the Krylov space of XᵀX, and XᵀX in it. */
function krylovSpace(x: Float64Array, n: number, dim: number) {
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  let next = startVector(dim, 1);
  while (basis.length < Math.min(STEPS, n, dim)) {
    const before = norm(next);
    for (const other of [...basis, ...basis]) {
      const along = dotAt(next, 0, other, 0, dim);
      for (let i = 0; i < dim; i++) next[i]! -= along * other[i]!;
    }
    const length = norm(next);
    // The space is invariant: it holds every component that the start has a part in.
    if (!(length > 1e-10 * before)) break;
    const vector = next.map((entry) => entry / length);
    basis.push(vector);
    next = timesTransposed(x, n, dim, times(x, n, dim, vector));
    images.push(next.slice());
  }
  const size = basis.length;
  const projected = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const product = dotAt(basis[i]!, 0, images[j]!, 0, dim);
      projected[i * size + j] = product;
      projected[j * size + i] = product;
    }
  return { basis, projected };
}

function times(x: Float64Array, n: number, dim: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let t = 0; t < n; t++) out[t] = dotAt(x, t * dim, vector, 0, dim);
  return out;
}

function timesTransposed(x: Float64Array, n: number, dim: number, vector: Float64Array) {
  const out = new Float64Array(dim);
  for (let t = 0; t < n; t++) {
    const factor = vector[t]!;
    for (let i = 0; i < dim; i++) out[i]! += factor * x[t * dim + i]!;
  }
  return out;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dotAt(vector, 0, vector, 0, vector.length));
}
