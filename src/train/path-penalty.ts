/** Trajectory regularisation: the length of the polyline through neighbouring samples' images. */
import type { Numbers } from './loss.ts';

/** Length of the polyline through rows of `width` numbers, `stride` apart. */
export function pathLength(rows: Numbers, count: number, width: number, stride: number): number {
  let length = 0;
  for (let s = 1; s < count; s++) length += Math.sqrt(squaredStep(rows, s, width, stride));
  return length;
}

/** Adds `factor` times what the length changes by each number; where two neighbours coincide, nothing. */
export function addPathSlopes(
  rows: Numbers,
  count: number,
  width: number,
  stride: number,
  factor: number,
  slopes: Numbers,
): void {
  for (let s = 1; s < count; s++) {
    const length = Math.sqrt(squaredStep(rows, s, width, stride));
    if (length === 0) continue;
    const [at, before] = [s * stride, (s - 1) * stride];
    for (let i = 0; i < width; i++) {
      const change = (factor * (rows[at + i]! - rows[before + i]!)) / length;
      slopes[at + i] = slopes[at + i]! + change;
      slopes[before + i] = slopes[before + i]! - change;
    }
  }
}

function squaredStep(rows: Numbers, row: number, width: number, stride: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    const step = rows[row * stride + i]! - rows[(row - 1) * stride + i]!;
    sum += step * step;
  }
  return sum;
}
