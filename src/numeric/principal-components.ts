/** The directions in which points lie furthest apart. */
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Principal components of a set of points. */
export interface PrincipalComponents {
  /**
   * Variance along each principal component over the whole, falling. They add up to 1 where all components were
   * asked for. Empty where all points are equal.
   */
  readonly shares: Float64Array;
  /** Coordinates of the points along the first components: entry `t * count + k`. */
  readonly projections: Float64Array;
  /** How many components there are coordinates of: those asked for, or as many as there are. */
  readonly count: number;
}

export const NO_COMPONENTS: PrincipalComponents = {
  shares: new Float64Array(0),
  projections: new Float64Array(0),
  count: 0,
};

/**
 * Principal components of points about their mean, from the eigenvalues of the smaller of the two Gram
 * matrices of the centred points and, for the first `most`, vectors by inverse iteration. Each component
 * points to where the point furthest along it lies.
 *
 * @param points vectors of `dim` entries, one after the other. Takes min(n, dim)² max(n, dim) operations.
 */
export function principalComponents(points: ArrayLike<number>, dim: number, most = 3): PrincipalComponents {
  const n = points.length / dim;
  const centred = centre(points, n, dim);
  const byPoint = n <= dim;
  const size = byPoint ? n : dim;
  const gram = gramMatrix(centred, n, dim, byPoint);
  const values = symmetricEigenvalues(gram, size).reverse();
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(total > 0)) return NO_COMPONENTS;
  const count = Math.min(most, size);
  const projections = new Float64Array(n * count);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const value = Math.max(0, values[k]!);
    const vector = eigenvector(gram, size, value, vectors);
    vectors.push(vector);
    const along = byPoint
      ? vector.map((x) => x * Math.sqrt(value))
      : Float64Array.from({ length: n }, (_, t) => dotAt(centred, t * dim, vector, 0, dim));
    componentAt(projections, k, count, along);
  }
  return { shares: values.map((value) => Math.max(0, value) / total), projections, count };
}

/** Writes the points' coordinates along component k, which points to where the furthest of them lies. */
export function componentAt(projections: Float64Array, k: number, count: number, along: Float64Array): void {
  let furthest = 0;
  for (let t = 0; t < along.length; t++) if (Math.abs(along[t]!) > Math.abs(furthest)) furthest = along[t]!;
  const sign = furthest < 0 ? -1 : 1;
  for (let t = 0; t < along.length; t++) projections[t * count + k] = sign * along[t]!;
}

/** Points about their mean. */
function centre(points: ArrayLike<number>, n: number, dim: number): Float64Array {
  const centred = new Float64Array(n * dim);
  const mean = new Float64Array(dim);
  for (let t = 0, at = 0; t < n; t++)
    for (let i = 0; i < dim; i++, at++) mean[i]! += (centred[at] = points[at]!) / n;
  for (let t = 0, at = 0; t < n; t++) for (let i = 0; i < dim; i++, at++) centred[at]! -= mean[i]!;
  return centred;
}

export function dotAt(x: Float64Array, a: number, y: Float64Array, b: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += x[a + i]! * y[b + i]!;
  return sum;
}

/** Scalar products of the points, or of the coordinates. */
function gramMatrix(x: Float64Array, n: number, dim: number, byPoint: boolean): Float64Array {
  const rows = byPoint ? x : transposed(x, n, dim);
  const [size, length] = byPoint ? [n, dim] : [dim, n];
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const product = dotAt(rows, i * length, rows, j * length, length);
      gram[i * size + j] = product;
      gram[j * size + i] = product;
    }
  }
  return gram;
}

function transposed(x: Float64Array, n: number, dim: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let t = 0; t < n; t++) for (let i = 0; i < dim; i++) out[i * n + t] = x[t * dim + i]!;
  return out;
}

const ROUNDS = 4;

/** Some vector that is across no eigenvector of matrices in practice; another one for each `number`. */
export function startVector(n: number, number: number): Float64Array<ArrayBuffer> {
  const vector = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = (i + 1) * 0.6180339887498949 * number;
    vector[i] = x - Math.floor(x) - 0.5;
  }
  return vector;
}

/**
 * A unit eigenvector at this eigenvalue, across those found before, which may belong to the same eigenvalue.
 */
export function eigenvector(
  gram: Float64Array,
  n: number,
  value: number,
  before: readonly Float64Array[],
): Float64Array {
  const largest = gram.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const shifted = gram.slice();
  for (let i = 0; i < n; i++) shifted[i * n + i]! -= value;
  const solve = solver(shifted, n, n * largest * Number.EPSILON);
  let vector = startVector(n, before.length + 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const other of [...before, ...before]) {
      const along = dotAt(vector, 0, other, 0, n);
      for (let i = 0; i < n; i++) vector[i]! -= along * other[i]!;
    }
    const norm = Math.sqrt(dotAt(vector, 0, vector, 0, n));
    for (let i = 0; i < n; i++) vector[i]! /= norm;
    if (round < ROUNDS - 1) vector = solve(vector);
  }
  return vector;
}

/**
 * Solves A x = b by elimination with row exchanges. A pivot smaller than `least` is taken for that: A may be
 * singular. Destroys A.
 */
function solver(
  a: Float64Array,
  n: number,
  least: number,
): (b: Float64Array<ArrayBuffer>) => Float64Array<ArrayBuffer> {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[best * n + k]!)) best = i;
    if (best !== k) {
      for (let j = 0; j < n; j++) [a[k * n + j], a[best * n + j]] = [a[best * n + j]!, a[k * n + j]!];
      [order[k], order[best]] = [order[best]!, order[k]!];
    }
    if (Math.abs(a[k * n + k]!) < least) a[k * n + k] = least;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!;
      a[i * n + k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
    }
  }
  return (b) => {
    const x = new Float64Array(n);
    for (let i = 0; i < n; i++) x[i] = b[order[i]!]!;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i]! -= a[i * n + j]! * x[j]!;
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) x[i]! -= a[i * n + j]! * x[j]!;
      x[i]! /= a[i * n + i]!;
    }
    // Of a nearly singular matrix only the direction matters.
    const most = x.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
    return x.map((v) => v / most);
  };
}
