/**
 * Sums over vectors that lie one after the other, in double precision. Means over a curve are by the
 * trapezoidal rule.
 */

/** Scalar product of vector s of `x` and vector t of `y`. */
export function dotAt(x: Float32Array, s: number, y: Float32Array, t: number, dim: number): number {
  let sum = 0;
  const [a, b] = [s * dim, t * dim];
  for (let i = 0; i < dim; i++) sum += x[a + i]! * y[b + i]!;
  return sum;
}

/** Scalar products of vectors of the same number. */
export function dots(x: Float32Array, y: Float32Array, dim: number): Float64Array {
  return Float64Array.from({ length: x.length / dim }, (_, t) => dotAt(x, t, y, t, dim));
}

/**
 * Mean over a curve of what is known at evenly spaced samples, both ends among them. A closed curve has its
 * first sample as its last.
 */
export function curveMean(values: Float64Array): number {
  const last = values.length - 1;
  let sum = (values[0]! + values[last]!) / 2;
  for (let t = 1; t < last; t++) sum += values[t]!;
  return sum / last;
}
