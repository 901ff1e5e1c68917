import { integerIn } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { checkWidths } from '../../network/index.ts';

/** Up to these every bound takes seconds, at the very corner half a minute. */
const LARGEST = 10_000;
const MOST_NEURONS = 100_000;

/**
 * Refuses anything but a network shape that regions can be counted for. @throws TypeError, RangeError naming
 * the argument.
 */
export function checkShape(inputDim: number, widths: readonly number[]): void {
  checkWidths(widths, LARGEST);
  integerIn(1, LARGEST, 'inputDim', inputDim);
  const neurons = widths.reduce((sum, width) => sum + width, 0);
  if (neurons > MOST_NEURONS) {
    throw valueFault('widths', `at most ${MOST_NEURONS} neurons in all`, neurons);
  }
}
