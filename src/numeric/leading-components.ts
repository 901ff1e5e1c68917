/** The first principal components alone, for pictures that have milliseconds. */
import {
  componentAt,
  eigenvector,
  NO_COMPONENTS,
  type PrincipalComponents,
  startVector,
} from './principal-components.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Points about their mean, the rows of a matrix X. */
export interface Scatter {
  readonly points: number;
  readonly dim: number;
  /** Sum of the squares of all entries of X. */
  readonly total: number;
  /** X v and XᵀX v, in arrays of their own. */
  times(vector: Float64Array): { readonly along: Float64Array; readonly image: Float64Array };
}

/** Dimension of the Krylov space. On curves in random layers the first three shares are then good to 1e-3. */
const STEPS = 12;

/**
 * The first `most` principal components of points by the Lanczos method with full reorthogonalisation (Golub &
 * Van Loan, Matrix Computations, chapter 10). Takes 12 products with the scatter matrix, instead of a cube of
 * `principalComponents`. Shares are of the whole variance; there are as many as components. Components whose
 * variances are nearly equal may be mixtures of each other.
 */
export function leadingComponents(scatter: Scatter, most = 3): PrincipalComponents {
  const { points: n, total } = scatter;
  if (!(total > 0)) return NO_COMPONENTS;
  const { images, projected } = krylovSpace(scatter);
  const size = images.length;
  const values = symmetricEigenvalues(projected.slice(), size).reverse();
  const count = Math.min(most, size);
  const projections = new Float64Array(n * count);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const small = eigenvector(projected, size, Math.max(0, values[k]!), vectors);
    vectors.push(small);
    const along = new Float64Array(n);
    for (let j = 0; j < size; j++) addTo(along, small[j]!, images[j]!);
    componentAt(projections, k, count, along);
  }
  const shares = values.slice(0, count).map((value) => Math.max(0, value) / total);
  return { shares, projections, count };
}

/** Images X v of an orthonormal basis of the Krylov space of XᵀX, and XᵀX in that basis. */
function krylovSpace({ points, dim, times }: Scatter) {
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  let next: Float64Array = startVector(dim, 1);
  while (basis.length < Math.min(STEPS, points, dim)) {
    const before = norm(next);
    for (let pass = 0; pass < 2; pass++) for (const other of basis) addTo(next, -dot(next, other), other);
    const length = norm(next);
    // The space is invariant: it holds every component that the start has a part in.
    if (!(length > 1e-10 * before)) break;
    const vector = next.map((entry) => entry / length);
    const { along, image } = times(vector);
    basis.push(vector);
    images.push(along);
    next = image;
  }
  const size = basis.length;
  const projected = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const product = dot(images[i]!, images[j]!);
      projected[i * size + j] = product;
      projected[j * size + i] = product;
    }
  return { images, projected };
}

/** Scalar product, in four sums that do not wait for each other. */
function dot(x: Float64Array, y: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < x.length; i += 4) {
    a += x[i]! * y[i]!;
    b += x[i + 1]! * y[i + 1]!;
    c += x[i + 2]! * y[i + 2]!;
    d += x[i + 3]! * y[i + 3]!;
  }
  for (; i < x.length; i++) a += x[i]! * y[i]!;
  return a + b + (c + d);
}

/** out += factor x. */
function addTo(out: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i]! += factor * x[i]!;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
