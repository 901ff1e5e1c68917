import { checkPlain, oneOf } from '../../input/check.ts';
import { type ActivationInput, activationOf } from '../../network/index.ts';
import { binomials, subsetsUpTo } from './binomial.ts';
import { checkShape } from './shape.ts';

/**
 * Number of regions of n_1 hyperplanes in general position in n_0 dimensions, sum_{j<=n_0} C(n_1, j)
 * (Zaslavsky, Schläfli): exact for one ReLU layer with almost any weights and biases. `null` for more than
 * one layer.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function zaslavsky(inputDim: number, widths: readonly number[]): bigint | null {
  checkShape(inputDim, widths);
  return widths.length === 1 ? subsetsUpTo(widths[0]!, inputDim) : null;
}

/**
 * prod_l sum_{j<=m_l} C(n_l, j), m_l = min(n_0, …, n_{l-1}), the largest dimension that an image in layer l -
 * 1 can have (Montúfar, "Notes on the number of linear regions of deep neural networks", 2017). For ReLU and
 * whatever else has one kink.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function montufar2017Upper(inputDim: number, widths: readonly number[]): bigint {
  checkShape(inputDim, widths);
  let dim = inputDim;
  let product = 1n;
  for (const width of widths) {
    product *= subsetsUpTo(width, dim);
    dim = Math.min(dim, width);
  }
  return product;
}

/**
 * sum over (j_1 … j_L) of prod_l C(n_l, j_l), 0 <= j_l <= min(n_0, n_1 - j_1, …, n_{l-1} - j_{l-1}, n_l)
 * (Serra, Tjandraatmadja & Ramalingam, arXiv 1711.02114): a region in which j of n neurons are off has an
 * image of dimension at most n - j. For ReLU alone. Never above `montufar2017Upper`, and exact for one input.
 *
 * By dynamic programming: `count[m]` is the sum over the layers so far in which the minimum above is m. A
 * choice j in a layer of width n keeps m where j <= n - m, and lowers it to n - j otherwise; with the sums of
 * `count` from above at hand a layer takes O(n_0) products.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function serra2018Upper(inputDim: number, widths: readonly number[]): bigint {
  checkShape(inputDim, widths);
  let count: bigint[] = [...Array<bigint>(inputDim).fill(0n), 1n];
  for (const n of widths) {
    const top = Math.min(count.length - 1, n);
    const choose = binomials(n, top);
    const atMost: bigint[] = [];
    for (const c of choose) atMost.push((atMost.at(-1) ?? 0n) + c);
    // above[m] = count[m] + count[m + 1] + …
    const above = [...count, 0n];
    for (let m = above.length - 2; m >= 0; m--) above[m]! += above[m + 1]!;
    const next: bigint[] = [];
    for (let m = 0; m <= top; m++) {
      const kept = count[m]! * atMost[Math.min(m, n - m)]!;
      const lowered = above[Math.max(m + 1, n - m)] ?? 0n;
      next.push(kept + choose[m]! * lowered);
    }
    count = next;
  }
  return count.reduce((sum, c) => sum + c, 0n);
}

/** Options of `raghuPatternUpper`. */
export interface PatternOptions {
  /** `relu` (the default) or `hard-tanh`. */
  readonly activation?: ActivationInput | undefined;
}

/**
 * Raghu et al.'s Theorem 1 (arXiv 1606.05336) with its constants: at most prod_l sum_{j<=n_0} C(t n_l, j)
 * activation patterns over all of the input space, t = 1 for ReLU (O(k^(m n)) for n layers of width k and m
 * inputs) and t = 2 thresholds for hard-tanh (O((2k)^(m n))): by induction, a layer cuts each cell of the
 * layers before by at most t n_l hyperplanes.
 * @throws TypeError, RangeError for an invalid shape, or one too large, and another activation.
 */
export function raghuPatternUpper(
  inputDim: number,
  widths: readonly number[],
  options: PatternOptions = {},
): bigint {
  checkShape(inputDim, widths);
  checkPlain('options', options, ['activation']);
  const { name } = activationOf('activation', options.activation ?? 'relu');
  oneOf(['relu', 'hard-tanh'], 'activation', name);
  const thresholds = name === 'hard-tanh' ? 2 : 1;
  return widths.reduce((product, width) => product * subsetsUpTo(thresholds * width, inputDim), 1n);
}

/**
 * 2^(n_1 + … + n_L): every neuron on or off.
 * @throws TypeError, RangeError for an invalid shape, or one too large.
 */
export function trivialUpper(inputDim: number, widths: readonly number[]): bigint {
  checkShape(inputDim, widths);
  return 1n << BigInt(widths.reduce((sum, width) => sum + width, 0));
}
