/** Measures of the image, straight between its knots; what each means stands in `experiment/measures.ts`. */
import { atan2 } from '../../../numeric/functions.ts';
import { meanDistance } from '../../../numeric/mean-distance.ts';
import type { Scaled } from '../../record.ts';
import { type ExactLayer, eachRow, firstPoint } from './layer.ts';

/**
 * Directions whose difference is smaller, relative to the larger velocity, are one: what single precision
 * cannot tell apart.
 */
const SAME_SLOPE = 2 ** -17;

/** The sum over knots of the angle between the steps before and after, steps of 0 left out. */
export function turningAngle(layer: ExactLayer): number {
  const { count } = layer.image.knots;
  const norms = layer.memory.zSquares.view.slice(0, count).map(Math.sqrt);
  // For each step that is one the one before it.
  const before = new Int32Array(count);
  for (let c = 1, last = 0; c < count; c++) {
    if (norms[c] === 0) continue;
    before[c] = last;
    last = c;
  }
  const differences = new Float64Array(count);
  const sums = new Float64Array(count);
  eachRow(layer, (_, steps) => {
    for (let c = 1; c < count; c++) {
      if (before[c] === 0) continue;
      const u = steps[before[c]!]! / norms[before[c]!]!;
      const v = steps[c]! / norms[c]!;
      differences[c]! += (u - v) * (u - v);
      sums[c]! += (u + v) * (u + v);
    }
  });
  let total = 0;
  // 2 atan(|u - v| / |u + v|) for unit vectors: accurate for small angles and near π (Kahan).
  for (let c = 1; c < count; c++) total += 2 * atan2(Math.sqrt(differences[c]!), Math.sqrt(sums[c]!));
  return total;
}

/**
 * Breakpoints at which the derivative by the input changes. A corner of the input is one only where an
 * activation changes its piece too.
 */
export function linearRegions(layer: ExactLayer, corners: ReadonlySet<number>): number {
  const { count, position, breaks } = layer.image.knots;
  const squares = layer.memory.zSquares.view;
  const shares = new Float64Array(count);
  for (let c = 1; c < count; c++) shares[c] = position[c]! - position[c - 1]!;
  const differences = new Float64Array(count);
  eachRow(layer, (_, steps) => {
    for (let c = 1; c < count - 1; c++) {
      const change = steps[c + 1]! / shares[c + 1]! - steps[c]! / shares[c]!;
      differences[c]! += change * change;
    }
  });
  let regions = 1;
  for (let c = 1; c < count - 1; c++) {
    if (breaks[c] === 0) continue;
    const largest = Math.max(squares[c]! / shares[c]! ** 2, squares[c + 1]! / shares[c + 1]! ** 2);
    if (corners.has(position[c]!) || differences[c]! > SAME_SLOPE * SAME_SLOPE * largest) regions++;
  }
  return regions;
}

/**
 * The distance from the chord is that from a point to a moving point on every step, whose mean has a closed
 * form.
 */
export function chordDeviation(layer: ExactLayer): Scaled {
  const { count, position } = layer.image.knots;
  const { unit } = layer.gains;
  const squares = new Float64Array(count);
  const products = new Float64Array(count);
  const z = new Float64Array(count);
  eachRow(layer, (row, steps) => {
    let at = (z[0] = firstPoint(layer, row));
    for (let c = 1; c < count; c++) z[c] = at += steps[c]! * unit;
    const whole = at - z[0]!;
    let before = 0;
    for (let c = 1; c < count - 1; c++) {
      const off = z[c]! - z[0]! - position[c]! * whole;
      squares[c]! += off * off;
      products[c]! += before * off;
      before = off;
    }
  });
  let sum = 0;
  for (let c = 1; c < count; c++) {
    const share = position[c]! - position[c - 1]!;
    sum += share * meanDistance(squares[c - 1]!, products[c]!, squares[c]!);
  }
  const { mantissa, exponent } = layer.scales.points;
  return { value: sum * mantissa, exponent };
}
