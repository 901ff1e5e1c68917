/**
 * `.nnet` files (the text format of the Stanford Intelligent Systems Laboratory, known from ACAS Xu): ReLU
 * layers, a linear last one, and how inputs and outputs were normalised.
 */
import { MOST_NUMBERS } from '../input/check.ts';
import { cut, echo } from '../input/errors.ts';
import { readNumber } from '../input/numbers.ts';
import type { LayerArrays } from '../network/index.ts';
import { MOST_SIDE, shownCount } from './limits.ts';
import type { NetworkFile } from './network-file.ts';

const MOST_LAYERS = 1000;
const RELU = { name: 'relu' } as const;
const LINEAR = { name: 'linear' } as const;

/**
 * The network that acts on inputs as they are and gives outputs as they are: means and ranges become part of
 * the first and the last layer. Inputs are not held within the file's minima and maxima.
 * @throws RangeError saying in one line what is wrong.
 */
export function readNnet(text: string): NetworkFile {
  const lines = numberLines(text);
  const [depth, inputDim, outputDim] = lines.next('the number of layers, inputs and outputs', 4) as number[];
  requireCount(depth!, MOST_LAYERS, 'layers');
  const sizes = lines.next('the sizes of the layers', depth! + 1);
  for (const size of sizes) requireCount(size, MOST_SIDE, 'neurons');
  if (sizes[0] !== inputDim || sizes.at(-1) !== outputDim)
    throw new RangeError(`expected sizes from ${inputDim} to ${outputDim}, got ${cut(sizes.join(', '))}`);
  const weights = sizes.slice(1).reduce((sum, size, l) => sum + size * sizes[l]!, 0);
  // A number and its comma take two characters.
  if (weights > Math.min(MOST_NUMBERS, text.length / 2))
    throw new RangeError(
      `expected at most ${text.length} bytes of weights, got ${shownCount(weights)} of them`,
    );
  if (lines.next('a flag that is not used', 1)[0] !== 0)
    throw new RangeError('expected symmetric inputs to be off (0), got another flag');
  lines.next('the smallest inputs', inputDim!);
  lines.next('the largest inputs', inputDim!);
  const means = lines.next('means of inputs and outputs', inputDim! + 1);
  const ranges = lines.next('ranges of inputs and outputs', inputDim! + 1);
  if (ranges.includes(0)) throw new RangeError('expected ranges other than 0, got 0');
  const layers = sizes.slice(1).map((width, l): LayerArrays => {
    const fanIn = sizes[l]!;
    const own = new Float64Array(width * fanIn);
    for (let i = 0; i < width; i++) own.set(lines.next(`weights of layer ${l + 1}`, fanIn), i * fanIn);
    const biases = Float64Array.from({ length: width }, () => lines.next(`a bias of layer ${l + 1}`, 1)[0]!);
    return { weights: own, width, fanIn, biases, activation: l + 1 === depth ? LINEAR : RELU };
  });
  lines.end();
  const normalised = means.some((x) => x !== 0) || ranges.some((x) => x !== 1);
  if (normalised) denormalise(layers, means, ranges);
  const notes = normalised ? ["the file's means and ranges are part of its first and last layer"] : [];
  return { layers, last: 'linear', layout: 'fixed', notes };
}

/** Changes the arrays in place: inputs (x - mean) / range, outputs range y + mean. */
function denormalise(
  layers: readonly LayerArrays[],
  means: readonly number[],
  ranges: readonly number[],
): void {
  const first = layers[0]!;
  for (let i = 0; i < first.width; i++) {
    for (let j = 0; j < first.fanIn; j++) {
      const at = i * first.fanIn + j;
      first.weights[at]! /= ranges[j]!;
      first.biases![i]! -= first.weights[at]! * means[j]!;
    }
  }
  const { weights, biases } = layers.at(-1)!;
  const [mean, range] = [means.at(-1)!, ranges.at(-1)!];
  for (let i = 0; i < weights.length; i++) weights[i]! *= range;
  for (let i = 0; i < biases!.length; i++) biases![i] = biases![i]! * range + mean;
}

function requireCount(count: number, most: number, what: string): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw new RangeError(`expected 1 to ${shownCount(most)} ${what}, got ${count}`);
}

/** Lines of numbers with commas between and, mostly, after them; comments and empty lines are skipped. */
function numberLines(text: string) {
  let at = 0;
  let number = 0;
  const line = (): string | null => {
    while (at < text.length) {
      const end = text.indexOf('\n', at);
      const found = text.slice(at, end < 0 ? text.length : end).trim();
      at = end < 0 ? text.length : end + 1;
      number++;
      if (found !== '' && !found.startsWith('//')) return found;
    }
    return null;
  };
  return {
    /** The `count` numbers of the next line. */
    next(what: string, count: number): number[] {
      const found = line();
      if (found === null) throw new RangeError(`expected ${what}, got the end of the file`);
      // No more parts than it takes to see that there are too many.
      const parts = found.replace(/,$/, '').split(',', count + 1);
      if (parts.length !== count)
        throw new RangeError(
          `expected ${what} in line ${number}, ${shownCount(count)} numbers, got ${parts.length > count ? 'more' : shownCount(parts.length)}`,
        );
      return parts.map((part) => {
        const value = readNumber(part.trim());
        if (!Number.isFinite(value))
          throw new RangeError(`expected ${what} in line ${number}, got ${echo(part.trim())}`);
        return value;
      });
    },
    end(): void {
      const found = line();
      if (found !== null)
        throw new RangeError(`expected the end of the file in line ${number}, got ${echo(found)}`);
    },
  };
}
