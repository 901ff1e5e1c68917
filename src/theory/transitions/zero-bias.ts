import { atLeast } from '../../input/check.ts';
import { checkWidths } from '../../network/index.ts';
import { ldexp } from '../../numeric/scaled.ts';

function check(widths: readonly number[], angle: number): void {
  checkWidths(widths);
  atLeast(0, 'angle', angle);
}

/** n_l (angle/pi) prod_{j<l} alive(n_j) for l = 1 … d. */
function perLayer(widths: readonly number[], angle: number, alive: (width: number) => number): number[] {
  let chance = 1;
  return widths.map((width) => {
    const expected = width * (angle / Math.PI) * chance;
    chance *= alive(width);
    return expected;
  });
}

/**
 * Exact expected number of distinct new breakpoints of each layer 1 … d along a curve, in dense Gaussian ReLU
 * networks without biases (docs/theory.md): n_l (angle/pi) prod_{j<l} (1 - (n_j + 1) 2^-n_j). A flip that
 * only follows from the death or the birth of a whole layer before is no breakpoint of its own. Independent
 * of sigma_w and of the curve's shape.
 * @param angle radians that the curve subtends at the origin (`curveAngle`), >= 0.
 * @throws TypeError, RangeError for a width that is not a positive integer or a wrong angle.
 */
export function expectedBreakpoints(widths: readonly number[], angle: number): number[] {
  check(widths, angle);
  return perLayer(widths, angle, (n) => 1 - ldexp(n + 1, -n));
}

/** Expected transitions along a curve, and the activation regions that it goes through. */
export interface ExpectedTransitions {
  /** Expected number of neurons that switch on or off, counted with every switch, in layers 1 … d. */
  readonly perLayer: readonly number[];
  readonly total: number;
  /**
   * Expected number of activation regions that a segment meets; `null` for an angle above pi, which no
   * segment has.
   */
  readonly regions: number | null;
}

/**
 * Exact expected transitions along a curve, in dense Gaussian ReLU networks without biases, at any widths
 * (docs/theory.md; the constant of Hanin & Rolnick's linear formula, arXiv 1901.09021):
 *
 *     perLayer[l-1] = n_l (angle/pi) prod_{j<l} (1 - 2^-n_j),     regions = 1 + the sum of `expectedBreakpoints`.
 *
 * A neuron is on where h > 0, so all neurons above a dead layer are off. Independent of sigma_w and of the
 * curve's shape.
 * @param angle radians that the curve subtends at the origin (`curveAngle`), >= 0.
 * @throws TypeError, RangeError for a width that is not a positive integer or a wrong angle.
 */
export function expectedTransitions(widths: readonly number[], angle: number): ExpectedTransitions {
  check(widths, angle);
  const transitions = perLayer(widths, angle, (n) => 1 - ldexp(1, -n));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const regions = angle > Math.PI ? null : 1 + sum(expectedBreakpoints(widths, angle));
  return { perLayer: transitions, total: sum(transitions), regions };
}
