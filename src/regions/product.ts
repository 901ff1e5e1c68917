/** Products of a layer with many vectors, and norms. Vectors lie one after the other. */
import { valueFault } from '../input/faults.ts';
import type { GivenLayer } from '../network/index.ts';

/**
 * W z for `count` vectors z, and W z + b with `biased`. Each entry is the sum over the inputs in their order,
 * the bias last, whatever the vectors around it: equal rows give equal entries, opposite rows opposite ones.
 */
export function product(
  { weights, biases, width, fanIn }: GivenLayer,
  vectors: Float64Array,
  count: number,
  biased: boolean,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(count * width);
  for (let p = 0; p < count; p++) {
    const z = p * fanIn;
    const h = p * width;
    let i = 0;
    // Four rows at a time share what is read of z.
    for (; i + 4 <= width; i += 4) {
      const row = i * fanIn;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let j = 0; j < fanIn; j++) {
        const x = vectors[z + j]!;
        s0 += weights[row + j]! * x;
        s1 += weights[row + fanIn + j]! * x;
        s2 += weights[row + 2 * fanIn + j]! * x;
        s3 += weights[row + 3 * fanIn + j]! * x;
      }
      out[h + i] = s0;
      out[h + i + 1] = s1;
      out[h + i + 2] = s2;
      out[h + i + 3] = s3;
    }
    for (; i < width; i++) {
      let sum = 0;
      for (let j = 0; j < fanIn; j++) sum += weights[i * fanIn + j]! * vectors[z + j]!;
      out[h + i] = sum;
    }
    if (biased) for (let k = 0; k < width; k++) out[h + k]! += biases[k]!;
  }
  return out;
}

/** W' g for one vector g with an entry for every neuron. */
export function transposedProduct(
  { weights, width, fanIn }: GivenLayer,
  g: Float64Array,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(fanIn);
  for (let i = 0; i < width; i++) {
    const gi = g[i]!;
    for (let j = 0; j < fanIn; j++) out[j]! += gi * weights[i * fanIn + j]!;
  }
  return out;
}

/** Squares of numbers between these stay well within the range of a double. */
const [SMALLEST, LARGEST] = [1e-140, 1e140];

/** Norm of entries `start` … `start + length - 1`, whatever their size. */
export function normAt(x: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += x[i]! * x[i]!;
  const norm = Math.sqrt(sum);
  if (norm > SMALLEST && norm < LARGEST) return norm;
  let largest = 0;
  for (let i = start; i < start + length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  sum = 0;
  for (let i = start; i < start + length; i++) sum += (x[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Norms of `count` vectors of length `length`. */
export function norms(x: Float64Array, count: number, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: count }, (_, p) => normAt(x, p * length, length));
}

/** @throws RangeError for entries that have left the range of a double; `layer` counts from 1. */
export function requireFinite(values: Float64Array, layer: number): void {
  if (!values.every(Number.isFinite)) throw overflow(layer);
}

export function overflow(layer: number): RangeError {
  return outOfRange('an overflow', layer);
}

export function outOfRange(what: 'an overflow' | 'an underflow', layer: number): RangeError {
  return valueFault('regions', 'images within the range of a double', `${what} in layer ${layer}`);
}
