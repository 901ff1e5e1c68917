/** Lists of numbers and ranges, as they are written on the command line. */
import { readNumber } from '../input/numbers.ts';

const MAX_VALUES = 10_000;
/** Slack for the rounding of `(stop - start) / step`, which is at most `MAX_VALUES` when it matters. */
const SLACK = 1e-9;

/**
 * Reads numbers and ranges separated by commas: `0.1,0.25,1`, `0.5:4:0.5` (start:stop:step with the end
 * included), `0.1,0.5:1:0.25`. Values inside a range are `start + i * step` rounded to 12 significant digits,
 * so that `0.1:0.5:0.1` holds 0.3 and not 0.30000000000000004; its ends stay as they were written.
 * @throws RangeError saying in a few words what is wrong with the list.
 */
export function parseNumberList(text: string): number[] {
  if (text.trim() === '') throw new RangeError('the list is empty');
  const values: number[] = [];
  for (const [i, part] of text.split(',').entries()) {
    const element = part.trim();
    if (element === '') throw new RangeError(`element ${i + 1} is empty`);
    const numbers = element.split(':').map((piece) => readNumber(piece.trim()));
    if (numbers.some(Number.isNaN)) throw new RangeError(`element ${i + 1} is not a number`);
    if (numbers.length === 1) values.push(numbers[0]!);
    else if (numbers.length === 3) {
      for (const value of range(numbers[0]!, numbers[1]!, numbers[2]!)) values.push(value);
    } else throw new RangeError(`element ${i + 1} is not a range start:stop:step`);
    if (values.length > MAX_VALUES) throw new RangeError('the list has more than 10,000 values');
  }
  return values;
}

function range(start: number, stop: number, step: number): number[] {
  if (step === 0) throw new RangeError('the step is 0');
  const steps = (stop - start) / step;
  if (!Number.isFinite(steps)) throw new RangeError('the range is not finite');
  if (steps < 0) throw new RangeError(`the step leads away from ${stop}`);
  if (steps + SLACK >= MAX_VALUES) throw new RangeError('the range has more than 10,000 values');
  const last = Math.floor(steps + SLACK);
  const endsAtStop = Math.abs(steps - last) <= SLACK;
  return Array.from({ length: last + 1 }, (_, i) => {
    if (i === 0) return start;
    if (i === last && endsAtStop) return stop;
    const value = start + i * step;
    // Near zero the rounding error is relative to the step, not to the value.
    return Math.abs(value) < Math.abs(step) * SLACK ? 0 : Number(value.toPrecision(12));
  });
}
