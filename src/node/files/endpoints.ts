import { endpoints } from '../../curve/index.ts';
import { echo, echoPath } from '../../experiment/index.ts';
import { checkPlain, checkText } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { type DigitOptions, type Digits, readDigits } from './digits.ts';
import { readVectors } from './vectors.ts';

const MNIST = 'mnist:';

/** Further inputs of an `endpoints` option. */
export interface EndpointOptions extends DigitOptions {
  /** Seed of the experiment, for random end points. */
  readonly seed: number;
  /** Input dimension of random endpoints; digits and files bring their own. */
  readonly dim: number;
}

/**
 * The points of an `endpoints` option: `orthonormal` or `gaussian` (two seeded random vectors), `mnist:…`
 * (see `digitVectors`), or the rows of a `.npy` or `.csv` file (see `readVectors`).
 *
 * @throws TypeError, RangeError in one line that says what was expected and what came.
 */
export async function endpointVectors(spec: string, options: EndpointOptions): Promise<Float64Array[]> {
  checkText('endpoints', spec);
  checkPlain('options', options, ['seed', 'dim', 'mnistDir']);
  if (spec === 'orthonormal' || spec === 'gaussian') return endpoints(spec, options.seed, options.dim);
  if (spec.startsWith(MNIST)) return digitVectors(spec, { mnistDir: options.mnistDir });
  return readVectors(spec);
}

/**
 * MNIST digits as points, pixel values divided by 255: `mnist:3,8` takes the first digit of class 3 and of
 * class 8, `mnist:#17,#42` digits number 17 and 42 (from 0, in the order of `readDigits`); the two can be
 * mixed, and more than two make a polyline.
 *
 * @throws TypeError, RangeError for a spec that is not of this form, a class outside 0 … 9 or absent, an
 * index out of range, and for what `readDigits` refuses.
 */
export async function digitVectors(spec: string, options: DigitOptions = {}): Promise<Float64Array[]> {
  checkText('endpoints', spec);
  const entries = spec
    .slice(MNIST.length)
    .split(',')
    .map((entry) => entry.trim());
  if (!spec.startsWith(MNIST) || entries.length < 2 || !entries.every((entry) => /^#?\d{1,15}$/.test(entry)))
    throw valueFault(
      'endpoints',
      'at least two digits by class (mnist:3,8) or index (mnist:#17,#42)',
      echo(spec),
    );
  const digits = await readDigits(options);
  return entries.map((entry) => {
    const start = (entry.startsWith('#') ? byIndex(digits, entry) : byClass(digits, entry)) * digits.pixels;
    return Float64Array.from(digits.images.subarray(start, start + digits.pixels), (byte) => byte / 255);
  });
}

function byIndex({ count, source }: Digits, entry: string): number {
  const index = Number(entry.slice(1));
  if (index < count) return index;
  throw valueFault(
    'endpoints',
    `a digit index in #0 … #${count - 1}`,
    `${entry} (digits of "${echoPath(source)}")`,
  );
}

function byClass({ labels, source }: Digits, entry: string): number {
  const digit = Number(entry);
  if (digit > 9) throw valueFault('endpoints', 'a digit class in 0 … 9', entry);
  const index = labels.indexOf(digit);
  if (index >= 0) return index;
  throw valueFault('endpoints', 'a digit class that is present', `${entry} (none in "${echoPath(source)}")`);
}
