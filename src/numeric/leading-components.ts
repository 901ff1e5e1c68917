/** The first principal components alone, for pictures that have milliseconds. */
import { componentAt, eigenvector, NO_COMPONENTS, type PrincipalComponents } from './principal-components.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Points about their mean, the rows of a matrix X, in the Krylov space of XᵀX. */
export interface KrylovSpace {
  readonly points: number;
  /** Sum of the squares of all entries of X. */
  readonly total: number;
  /** X v of each vector v of an orthonormal basis of the space. */
  readonly images: readonly Float64Array[];
  /** Scalar products of the images: XᵀX in that basis. */
  readonly projected: Float64Array;
}

/**
 * The first `most` principal components of points by the Lanczos method (Golub & Van Loan, Matrix
 * Computations, chapter 10). Shares are of the whole variance; there are as many as components. Components
 * whose variances are nearly equal may be mixtures of each other.
 */
export function leadingComponents(space: KrylovSpace, most = 3): PrincipalComponents {
  const { points: n, total, images, projected } = space;
  if (!(total > 0)) return NO_COMPONENTS;
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

/** out += factor x. */
function addTo(out: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i]! += factor * x[i]!;
}
