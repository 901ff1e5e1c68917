import { atLeast, checkPlain, integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { hasVariance, layerOf, type NetworkInput, networkOf } from '../network/index.ts';
import { slopesOf } from '../network/slopes.ts';
import { growthBracket, rmsGrowth } from './bounds.ts';
import { exactGrowth } from './relu-like.ts';
import { representable } from './running-product.ts';

/**
 * Squared coefficients of variation, Var / mean^2, over networks. `null`: not known, or outside the range of
 * a double.
 */
export interface LengthVariation {
  readonly layer: number;
  /** Exact, of the length of a very short segment in layer l. */
  readonly shortSegment: number | null;
  /** Upper bound on that of the length of every curve. */
  readonly upper: number | null;
}

/**
 * How much the length of an image varies from network to network, in layers 1 … d (docs/theory.md). A layer
 * takes |u| to a length of known mean square r^2 |u|^2, for every tangent u, and of mean m |u| or at least b
 * |u|:
 *
 *     shortSegment = prod_l r_l^2 / m_l^2 - 1        (dense Gaussian, orthogonal or low-rank weights, where m is exact; else `null`)
 *     upper        = prod_l r_l^2 / b_l^2 - 1        (b = m where that is exact, else the lower end of the bracket)
 *
 * By Minkowski's inequality no curve varies more than `upper`, and longer ones vary less, since they average
 * along t. For ReLU layers of width k both are about exp(5 d / (4 k)) - 1. `null` for hard-tanh, without
 * a fourth moment of the weights, and where every length is 0.
 *
 * @throws TypeError, RangeError for an invalid network.
 */
export function lengthVariation(network: NetworkInput): LengthVariation[] {
  const spec = networkOf(network);
  let exact: number | null = 0;
  let bound: number | null = 0;
  return spec.layers.map((_, i) => {
    const layer = i + 1;
    const own = layerOf(spec, layer);
    const slopes = own.type === 'dense' && hasVariance(own.weights) ? slopesOf(own.activation) : null;
    if (slopes === null || rmsGrowth(spec, layer, slopes) === 0) exact = bound = null;
    else {
      const rms = rmsGrowth(spec, layer, slopes);
      const mean = exactGrowth(spec, layer, slopes);
      const least = mean ?? growthBracket(spec, layer, slopes).lower;
      const x = least === null ? null : (rms / least) ** 2 - 1;
      bound = x === null ? null : compound(bound, x);
      exact = mean === null ? null : compound(exact, x!);
    }
    return { layer, shortSegment: finite(exact), upper: finite(bound) };
  });
}

/** (1 + s)(1 + x) - 1 without the subtraction. */
function compound(s: number | null, x: number): number | null {
  return s === null ? null : s + x + s * x;
}

/** A very wide layer varies so little that rounding may leave nothing, or less. */
function finite(value: number | null): number | null {
  if (value === null) return null;
  return value <= 0 ? 0 : representable(value);
}

/** Options of `networksNeeded`. */
export interface NetworksNeededOptions {
  /** Layer l in 1 … d. Default: the last. */
  readonly layer?: number | undefined;
}

/**
 * Number of networks whose mean length in layer l has a relative standard error of at most `relativeError`:
 * the upper bound of `lengthVariation` over its square, rounded up. Enough for every curve; long curves need
 * fewer. More points on the curve do not help: they leave the variation between networks as it is. `null`
 * where the variation is not known.
 *
 * @throws TypeError, RangeError for an invalid network, a relative error that is not in (0, 1], or a
 * layer out of range.
 */
export function networksNeeded(
  network: NetworkInput,
  relativeError: number,
  options: NetworksNeededOptions = {},
): number | null {
  const spec = networkOf(network);
  checkPlain('options', options, ['layer']);
  const { layer } = options;
  atLeast(0, 'relativeError', relativeError);
  if (relativeError === 0 || relativeError > 1) {
    throw valueFault('relativeError', 'a number in (0, 1]', relativeError);
  }
  const depth = spec.layers.length;
  if (layer !== undefined) integerIn(1, depth, 'layer', layer);
  return networksFor(lengthVariation(spec)[(layer ?? depth) - 1]!, relativeError);
}

/** The same from the variation of a layer. */
export function networksFor({ upper }: LengthVariation, relativeError: number): number | null {
  if (upper === null) return null;
  const networks = Math.max(1, Math.ceil(upper / relativeError / relativeError));
  return Number.isSafeInteger(networks) ? networks : null;
}
