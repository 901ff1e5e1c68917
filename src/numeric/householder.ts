/**
 * Householder reflections I - factor v v' of vectors and of symmetric matrices. Of a matrix, only the lower
 * triangle is read and written.
 */

/** A reflection that maps a vector x to `image` times the last unit vector. */
export interface Reflection {
  readonly v: Float64Array;
  readonly factor: number;
  readonly image: number;
}

/** The reflection for x; `null` where x lies along the last unit vector already, but for rounding. */
export function reflectionOf(x: Float64Array): Reflection | null {
  const last = x.length - 1;
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // v is as long as it likes: entries up to 1 have squares in the range of a double.
  const v = x.map((value) => value / largest);
  let above = 0;
  for (let i = 0; i < last; i++) above += v[i]! * v[i]!;
  if (!(above > 0)) return null;
  const corner = v[last]!;
  const size = Math.sqrt(above + corner * corner);
  // Away from the corner, so that nothing cancels in the last entry of v.
  const image = corner > 0 ? -size : size;
  v[last] = corner - image;
  return { v, factor: 1 / (size * (size + Math.abs(corner))), image: image * largest };
}

/**
 * Replaces A by its image under a reflection of both sides: A - v w' - w v' with p = factor A v, w = p -
 * (factor/2) (v'p) v.
 *
 * @param a a matrix with rows of `stride` entries; its leading rows and columns, as many as v has entries,
 * are A.
 */
export function reflectSymmetric(a: Float64Array, stride: number, { v, factor }: Reflection): void {
  const n = v.length;
  const p = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = i * stride;
    const vi = v[i]!;
    let sum = 0;
    for (let j = 0; j < i; j++) {
      sum += a[row + j]! * v[j]!;
      p[j]! += a[row + j]! * vi;
    }
    p[i]! += sum + a[row + i]! * vi;
  }
  let along = 0;
  for (let i = 0; i < n; i++) along += p[i]! * v[i]!;
  const share = (factor * factor * along) / 2;
  const w = p.map((value, i) => factor * value - share * v[i]!);
  for (let i = 0; i < n; i++) {
    const row = i * stride;
    const [vi, wi] = [v[i]!, w[i]!];
    for (let j = 0; j <= i; j++) a[row + j]! -= vi * w[j]! + wi * v[j]!;
  }
}
