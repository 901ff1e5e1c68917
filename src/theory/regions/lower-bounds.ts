import { subsetsUpTo } from './binomial.ts';
import { checkShape } from './shape.ts';

/**
 * Lower bounds on the largest number of linear regions that a ReLU network with n_0 inputs and layers n_1 …
 * n_L can have, over all choices of its weights. They say nothing about a random network. All three are
 * constructions: layers 1 … L-1 fold the input space `fold(floor(n_l / n_0))` times onto itself, the last one
 * cuts it by an arrangement in general position. `null` where a width is below `least` times n_0, outside the
 * theorem.
 */
function folded(
  inputDim: number,
  widths: readonly number[],
  least: number,
  fold: (copies: bigint) => bigint,
): bigint | null {
  checkShape(inputDim, widths);
  if (widths.some((width) => width < least * inputDim)) return null;
  const folds = widths.slice(0, -1).map((width) => fold(BigInt(Math.floor(width / inputDim))));
  return folds.reduce((product, factor) => product * factor, subsetsUpTo(widths.at(-1)!, inputDim));
}

/**
 * prod_{l<L} floor(n_l / n_0) * sum_{j<=n_0} C(n_L, j) (Pascanu, Montúfar & Bengio, arXiv 1312.6098).
 * `null` unless every n_l >= n_0.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function pascanu2013Lower(inputDim: number, widths: readonly number[]): bigint | null {
  return folded(inputDim, widths, 1, (copies) => copies);
}

/**
 * prod_{l<L} floor(n_l / n_0)^n_0 * sum_{j<=n_0} C(n_L, j) (Montúfar, Pascanu, Cho & Bengio, arXiv
 * 1402.1869). `null` unless every n_l >= n_0.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function montufar2014Lower(inputDim: number, widths: readonly number[]): bigint | null {
  return folded(inputDim, widths, 1, (copies) => copies ** BigInt(inputDim));
}

/**
 * prod_{l<L} (floor(n_l / n_0) + 1)^n_0 * sum_{j<=n_0} C(n_L, j) (Serra, Tjandraatmadja & Ramalingam, arXiv
 * 1711.02114). `null` unless every n_l >= 3 n_0.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function serra2018Lower(inputDim: number, widths: readonly number[]): bigint | null {
  return folded(inputDim, widths, 3, (copies) => (copies + 1n) ** BigInt(inputDim));
}
