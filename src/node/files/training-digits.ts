/** Digits to learn from and to be tested on. */
import { valueFault } from '../../input/faults.ts';
import type { TrainingData } from '../../train/index.ts';
import { type DigitOptions, type Digits, readSets } from './digits.ts';

export interface TrainingDigits {
  readonly train: TrainingData;
  readonly test: TrainingData;
  readonly pixels: number;
}

/** Part of one set that is kept for the test where there is no other. */
const TEST_PART = 5;

/**
 * The training set and the t10k set of `mnistDir`, pixel values divided by 255. Where there is one set alone,
 * such as the shipped sample, its last fifth is for the test. `most`: number of training digits,
 * the first ones. The numbers lie in shared memory.
 * @throws TypeError, RangeError as `readDigits`, and for fewer digits than asked for.
 */
export async function trainingDigits(options: DigitOptions, most: number | null): Promise<TrainingDigits> {
  const { first, second } = await readSets(options);
  const own = second === null ? first.count - Math.ceil(first.count / TEST_PART) : first.count;
  const count = most ?? own;
  if (count > own || count < 1)
    throw valueFault('samples', `an integer in 1 … ${own}, the training digits`, count);
  return {
    train: part(first, 0, count),
    test: second === null ? part(first, own, first.count) : part(second, 0, second.count),
    pixels: first.pixels,
  };
}

function part({ images, labels, pixels }: Digits, from: number, to: number): TrainingData {
  const inputs = new Float32Array(new SharedArrayBuffer(4 * (to - from) * pixels));
  const bytes = images.subarray(from * pixels, to * pixels);
  for (let i = 0; i < bytes.length; i++) inputs[i] = bytes[i]! / 255;
  return { inputs, labels: labels.slice(from, to) };
}
