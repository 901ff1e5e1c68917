/**
 * Products of mean growths. A dense Gaussian layer stretches every tangent by the same expected factor g_l
 * whatever lies below it, so the mean growth over networks has the expectation g_l given all that lies below,
 * and the product of the layers' mean growths has that of the ratio, exactly (docs/theory.md, "Means from
 * fewer networks"). Growths are taken less their energies, in units of the layer's root mean square.
 */
import type { ImageName, LengthRecord, Stretch, Stretches } from '../measure/index.ts';
import { exponentOf, ldexp, toDouble } from '../numeric/scaled.ts';
import { tQuantile } from '../numeric/t-quantile.ts';
import { growthMoments, type Moments } from './growth-moments.ts';
import type { RecordLayers } from './record-layers.ts';
import type { Estimate } from './types.ts';

/**
 * Squared relative standard error of a product; the sum over its factors of the square of that over its
 * freedom; and the least freedom of a factor.
 */
interface Errors {
  readonly square: number;
  readonly fourth: number;
  readonly least: number;
}

const NO_ERROR: Errors = { square: 0, fourth: 0, least: Number.POSITIVE_INFINITY };

/**
 * Growths less their energies vary about as squares of normal values do. Their variance in a sample is
 * several times as uncertain as that of normal values, and the sample's mean follows it, which takes most of
 * that back: chosen by coverage (docs/theory.md, "Intervals").
 */
const UNCERTAINTY = 1.5;

/** A product of means, `value * 2 ** exponent`. */
export interface Product extends Errors {
  readonly value: number;
  readonly exponent: number;
}

export const ONE: Product = { value: 1, exponent: 0, ...NO_ERROR };

/** With one more mean, to first order: squared coefficients of variation over the numbers add up. */
function withError({ square, fourth, least }: Errors, { count, mean, squares }: Moments): Errors {
  const freedom = count - 1;
  const own = squares / freedom / count / (mean * mean);
  return {
    square: square + own,
    fourth: fourth + (UNCERTAINTY * own * own) / freedom,
    least: Math.min(least, freedom),
  };
}

/**
 * Half the 95 % interval over the mean: Student's t with the freedom of a sum of variances (Satterthwaite
 * 1946), and no less than that of one factor.
 */
function halfWidth({ square, fourth, least }: Errors): number {
  if (!(square > 0)) return square;
  return Math.sqrt(square) * tQuantile(0.025, Math.max(least, Math.floor((square * square) / fourth)));
}

/** A single network alive of many says nothing of its error; whether one is, is known below. */
const isAlone = ({ count }: Moments, networks: number) => count < 2 && networks > 1;

const errorsOf = ({ square, fourth, least }: Errors): Errors => ({ square, fourth, least });

/** With one more mean; of a network that is alone, with what is expected of it. */
export function withMean(
  product: Product,
  moments: Moments,
  { root, share }: Stretch,
  networks: number,
): Product {
  const alone = isAlone(moments, networks);
  const value = product.value * (alone ? share : moments.mean) * root.mantissa;
  const shift = value === 0 ? 0 : exponentOf(value);
  return {
    value: ldexp(value, -shift),
    exponent: product.exponent + root.exponent + shift,
    ...(alone ? errorsOf(product) : withError(product, moments)),
  };
}

/** Products up to each layer in turn, for its two images; null where a growth depends on what lies below. */
export function* growthProducts(
  record: LengthRecord | RecordLayers,
  layers: readonly Stretches[],
  inputLength: number,
): Generator<Readonly<Record<ImageName, Product | null>>> {
  let below: Product | null = ONE;
  for (const [l, stretches] of layers.entries()) {
    const before: Product | null = below;
    const product = (name: ImageName): Product | null => {
      const stretch = stretches[name];
      if (before === null || stretch?.constant !== true) return null;
      const moments = growthMoments(record, l + 1, layers, inputLength, name);
      return withMean(before, moments, stretch, record.networks);
    };
    const products = { length: product('length'), preLength: product('preLength') };
    yield products;
    below = products.length;
  }
}

/** Mean, standard error and interval of a product times a positive factor. */
export function spreadOf(product: Product, factor = 1): Pick<Estimate, 'mean' | 'sem' | 'ci95'> {
  const { value, exponent, square } = product;
  const mean = toDouble(value * factor, exponent);
  if (mean === null || !Number.isFinite(square)) return { mean, sem: null, ci95: null };
  const size = Math.abs(value) * factor;
  const half = size * halfWidth(product);
  const low = toDouble(value * factor - half, exponent);
  const high = toDouble(value * factor + half, exponent);
  const ci95 = low === null || high === null ? null : ([low, high] as const);
  return { mean, sem: toDouble(size * Math.sqrt(square), exponent), ci95 };
}

/** Half the 95 % interval of the product of these means over the product; Infinity where one is not above 0. */
export function productHalfWidth(growths: readonly Moments[], networks: number): number {
  const random = growths.filter((moments) => !isAlone(moments, networks));
  if (random.some(({ mean }) => !(mean > 0))) return Number.POSITIVE_INFINITY;
  return halfWidth(random.reduce(withError, NO_ERROR));
}
