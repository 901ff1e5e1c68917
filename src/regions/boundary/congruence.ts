import type { GivenLayer } from '../../network/index.ts';

/**
 * W' H W for a symmetric H with a row and column for every neuron: symmetric to the last bit, as only its
 * lower triangle is computed. Entry i * fanIn + j belongs to inputs i and j.
 */
export function congruence(
  { weights, width, fanIn }: GivenLayer,
  h: Float64Array,
): Float64Array<ArrayBuffer> {
  const product = new Float64Array(width * fanIn);
  for (let i = 0; i < width; i++)
    addRows(
      product.subarray(i * fanIn, (i + 1) * fanIn),
      h.subarray(i * width, (i + 1) * width),
      weights,
      fanIn,
    );
  const out = new Float64Array(fanIn * fanIn);
  const column = new Float64Array(width);
  for (let k = 0; k < fanIn; k++) {
    for (let i = 0; i < width; i++) column[i] = weights[i * fanIn + k]!;
    const row = out.subarray(k * fanIn, k * fanIn + k + 1);
    addRows(row, column, product, fanIn);
    for (let j = 0; j < k; j++) out[j * fanIn + k] = row[j]!;
  }
  return out;
}

/**
 * Adds to `out` the rows of a matrix, `stride` entries each, times `factors`; of every row as many entries as
 * `out` has. Four rows at a time share what is written.
 */
function addRows(out: Float64Array, factors: Float64Array, rows: Float64Array, stride: number): void {
  let i = 0;
  for (; i + 4 <= factors.length; i += 4) {
    const [f0, f1, f2, f3] = [factors[i]!, factors[i + 1]!, factors[i + 2]!, factors[i + 3]!];
    const row = i * stride;
    for (let j = 0; j < out.length; j++) {
      const at = row + j;
      out[j]! +=
        f0 * rows[at]! + f1 * rows[at + stride]! + f2 * rows[at + 2 * stride]! + f3 * rows[at + 3 * stride]!;
    }
  }
  for (; i < factors.length; i++)
    for (let j = 0; j < out.length; j++) out[j]! += factors[i]! * rows[i * stride + j]!;
}
