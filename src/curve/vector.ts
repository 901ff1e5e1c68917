/** Vectors of equal length, given as arrays. */

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

export function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

export function subtract(x: Float64Array, y: Float64Array): Float64Array<ArrayBuffer> {
  const difference = new Float64Array(x.length);
  // `from` and `map` take ten times as long, which counts for inputs of a million coordinates.
  for (let i = 0; i < x.length; i++) difference[i] = x[i]! - y[i]!;
  return difference;
}

export function scale(x: Float64Array, factor: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) product[i] = x[i]! * factor;
  return product;
}

/**
 * The part of x orthogonal to u (not 0). Projected out twice: once leaves a rounding error along u of the
 * order of |x|.
 */
export function perpendicular(x: Float64Array, u: Float64Array): Float64Array<ArrayBuffer> {
  const uu = dot(u, u);
  const once = subtract(x, scale(u, dot(x, u) / uu));
  return subtract(once, scale(u, dot(once, u) / uu));
}

/**
 * Sine and cosine of the angle in [0, π] between x and y (neither 0). The sine comes from a perpendicular
 * rather than from the cosine, and from y - x where that is the shorter, so it keeps its relative accuracy
 * for nearly parallel vectors.
 */
export function sineCosine(x: Float64Array, y: Float64Array): [sine: number, cosine: number] {
  const [xNorm, yNorm] = [norm(x), norm(y)];
  if (xNorm < yNorm) return sineCosine(y, x);
  const difference = subtract(y, x);
  const shorter = norm(difference) < yNorm ? difference : y;
  return [norm(perpendicular(shorter, x)) / yNorm, dot(x, y) / xNorm / yNorm];
}

/** Largest magnitude of an entry. */
export function largestEntry(vectors: readonly Float64Array[]): number {
  let most = 0;
  for (const vector of vectors)
    for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]!));
  return most;
}
