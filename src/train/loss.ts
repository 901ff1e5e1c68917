/** Loss of one sample, and its derivative by the outputs, in double precision. */
import { exp, ln } from '../numeric/functions.ts';
import type { TrainingLoss } from './options.ts';

/** Numbers that can be read and written by index. */
export interface Numbers {
  readonly length: number;
  [index: number]: number;
}

/**
 * The loss of outputs z against targets y, and what it changes by an output: written to `slopes` from `at`
 * on, times `share`.
 *
 * Cross-entropy of the softmax: sum of y (ln sum of e^z - z), slope (sum of y) softmax - y; targets that are
 * probabilities have a sum of 1. Squared error: sum of (z - y)² / 2, slope z - y.
 */
export function lossOf(
  loss: TrainingLoss,
  outputs: Numbers,
  at: number,
  count: number,
  target: (output: number) => number,
  slopes: Numbers,
  share: number,
): number {
  return loss === 'cross-entropy'
    ? crossEntropy(outputs, at, count, target, slopes, share)
    : squaredError(outputs, at, count, target, slopes, share);
}

function crossEntropy(
  outputs: Numbers,
  at: number,
  count: number,
  target: (output: number) => number,
  slopes: Numbers,
  share: number,
): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < count; c++) largest = Math.max(largest, outputs[at + c]!);
  let sum = 0;
  for (let c = 0; c < count; c++) sum += exp(outputs[at + c]! - largest);
  const logSum = largest + ln(sum);
  let total = 0;
  let loss = 0;
  for (let c = 0; c < count; c++) {
    const y = target(c);
    total += y;
    if (y !== 0) loss += y * (logSum - outputs[at + c]!);
  }
  for (let c = 0; c < count; c++) {
    const probability = exp(outputs[at + c]! - logSum);
    slopes[at + c] = share * (total * probability - target(c));
  }
  return loss;
}

function squaredError(
  outputs: Numbers,
  at: number,
  count: number,
  target: (output: number) => number,
  slopes: Numbers,
  share: number,
): number {
  let loss = 0;
  for (let c = 0; c < count; c++) {
    const distance = outputs[at + c]! - target(c);
    loss += (distance * distance) / 2;
    slopes[at + c] = share * distance;
  }
  return loss;
}
