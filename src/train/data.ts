/** Samples to learn from, or to be judged on. */
import { checkPlain, integerIn, isNumeric, wrongKind } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';

/** Inputs with a class or with target outputs each. */
export interface TrainingData {
  /** count × dimension numbers, sample by sample. */
  readonly inputs: Float32Array;
  /** The class of each sample, from 0: its target is 1 at that output and 0 elsewhere. */
  readonly labels?: ArrayLike<number> | undefined;
  /** Instead of labels: count × outputs numbers. */
  readonly targets?: Float32Array | undefined;
}

/** Number of samples. @throws TypeError, RangeError for data that do not fit a network. */
export function checkData(name: string, data: TrainingData, inputDim: number, outputs: number): number {
  checkPlain(name, data, ['inputs', 'labels', 'targets']);
  const { inputs, labels, targets } = data;
  requireFloat32(`${name}, inputs`, inputs);
  const count = inputs.length / inputDim;
  if (count === 0 || !Number.isInteger(count))
    throw valueFault(
      `${name}, inputs`,
      `a multiple of ${inputDim} numbers, the network's input`,
      inputs.length,
    );
  if ((labels === undefined) === (targets === undefined))
    throw valueFault(name, 'either labels or targets', labels === undefined ? 'neither' : 'both');
  if (labels !== undefined) checkLabels(`${name}, labels`, labels, count, outputs);
  else {
    requireFloat32(`${name}, targets`, targets);
    if (targets.length !== count * outputs)
      throw valueFault(`${name}, targets`, `${count} × ${outputs} numbers`, targets.length);
  }
  return count;
}

function checkLabels(name: string, labels: ArrayLike<number>, count: number, outputs: number): void {
  if (!isNumeric(labels)) wrongKind(name, 'an array of numbers', labels);
  if (labels.length !== count) throw valueFault(name, `${count} of them, one a sample`, labels.length);
  for (let i = 0; i < count; i++) integerIn(0, outputs - 1, name, labels[i], i);
}

/** @throws TypeError, RangeError for numbers that are not finite in single precision. */
export function requireFloat32(name: string, value: unknown): asserts value is Float32Array {
  if (Object.prototype.toString.call(value) !== '[object Float32Array]')
    wrongKind(name, 'a Float32Array', value);
  const numbers = value as Float32Array;
  for (let i = 0; i < numbers.length; i++) {
    // The difference is NaN where the number is not finite.
    if (numbers[i]! - numbers[i]! !== 0)
      throw valueFault(name, 'finite numbers', `${numbers[i]} at entry ${i + 1}`);
  }
}

/** The target of a sample at an output. */
export function targetOf(
  { labels, targets }: TrainingData,
  outputs: number,
): (sample: number, output: number) => number {
  if (targets !== undefined) return (sample, output) => targets[sample * outputs + output]!;
  return (sample, output) => (labels![sample] === output ? 1 : 0);
}
