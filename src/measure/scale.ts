/**
 * Scales outside of single precision: what a stored unit is worth, and the powers of two that keep every layer at order one. Why
 * stands in `measure.ts`.
 */
import { isHomogeneous, layerOf, meanKept, type NetworkSpec, weightSd } from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';

/** A positive number `mantissa * 2 ** exponent`, mantissa in [1, 2). */
export interface Scale {
  readonly mantissa: number;
  readonly exponent: number;
}

export const ONE: Scale = { mantissa: 1, exponent: 0 };

function times(scale: Scale, factor: number): Scale {
  const product = scale.mantissa * factor;
  const shift = exponentOf(product);
  return { mantissa: ldexp(product, -shift), exponent: scale.exponent + shift };
}

export function scaleProduct(a: Scale, b: Scale): Scale {
  return times({ mantissa: a.mantissa, exponent: a.exponent + b.exponent }, b.mantissa);
}

/** What one stored unit is worth: of the curve's first point, and of its steps. */
export interface Scales {
  readonly points: Scale;
  readonly steps: Scale;
}

/** A layer's stored values of largest magnitude: coordinates of points, and of steps. */
export interface Largest {
  readonly point: number;
  readonly step: number;
}

/** What a layer needs of the kernels beside its weights; names as in `assembly/layer.ts`. */
export interface Gains {
  readonly pointGain: number;
  readonly stepGain: number;
  readonly unit: number;
  /** Standard deviation of a bias in units of W z. */
  readonly biasScale: number;
}

export function shifted({ mantissa, exponent }: Scale, by: number): Scale {
  return { mantissa, exponent: exponent + by };
}

/** The power of two at or below a size; 0 for size 0, which needs no gain. */
export function shiftOf(size: number): number {
  return size > 0 ? exponentOf(size) : 0;
}

/** From here on pre-activations lie so far beyond a saturating activation's thresholds that single precision cannot tell where they cross. */
const LARGEST_UNIT = 2 ** 40;

export function overflow(layer: number): RangeError {
  return new RangeError(
    `trajectory: expected values within single precision, got an overflow in layer ${layer}; use a smaller sigmaW, sigmaB or input`,
  );
}

/** How much larger than an entry of z an entry of W z is, W of unit variance. */
export function spreadOf(spec: NetworkSpec, layer: number): number {
  return Math.sqrt(Math.max(1, meanKept(spec, layer)));
}

/**
 * Gains of a layer, from the scales and sizes of what goes in, and the scales of what comes out.
 * @throws RangeError where a saturating activation's values would leave single precision.
 */
export function layerScale(
  spec: NetworkSpec,
  layer: number,
  { points, steps }: Scales,
  largest: Largest,
): { gains: Gains; next: Scales } {
  const { sigmaB, activation } = layerOf(spec, layer);
  const sd = weightSd(spec, layer);
  const spread = spreadOf(spec, layer);
  const stepShift = shiftOf(largest.step * spread);
  const nextSteps = shifted(times(steps, sd), stepShift);
  const stepGain = ldexp(1, -stepShift);
  if (!isHomogeneous(activation)) {
    const unit = flushTiny(ldexp(nextSteps.mantissa, nextSteps.exponent));
    // One where the layer below is not homogeneous either.
    const gain = sd * ldexp(points.mantissa, points.exponent);
    const gains = { pointGain: Math.fround(gain), stepGain, unit, biasScale: sigmaB / gain };
    if (!(unit < LARGEST_UNIT && gain < LARGEST_UNIT && sigmaB < LARGEST_UNIT)) throw overflow(layer);
    return { gains, next: { points: ONE, steps: nextSteps } };
  }
  const product = times(points, sd);
  const biasScale = flushTiny(ldexp(sigmaB / product.mantissa, -product.exponent));
  const shift = shiftOf(Math.max(largest.point * spread, biasScale));
  const nextPoints = shifted(product, shift);
  // Where all layers so far are homogeneous both scales have gone through the same products, and the quotient of their mantissas is 1.
  const quotient = nextSteps.mantissa / nextPoints.mantissa;
  const unit = flushTiny(ldexp(quotient, nextSteps.exponent - nextPoints.exponent));
  const gains = { pointGain: ldexp(1, -shift), stepGain, unit, biasScale };
  return { gains, next: { points: nextPoints, steps: nextSteps } };
}

/** A first point that biases dwarf by more than 2^60 is stored as if it were that large; its digits are lost in the sum anyway. */
const LARGEST_BIAS_OVER_INPUT = 2 ** 60;

/** The power of two that brings the input's largest coordinate to order one, or nearer to the biases if they dwarf it. */
export function inputScale(spec: NetworkSpec, largest: number): Scale {
  const { activation, sigmaB } = layerOf(spec, 1);
  if (!isHomogeneous(activation)) return ONE;
  const sd = weightSd(spec, 1);
  const floor = sigmaB / sd / LARGEST_BIAS_OVER_INPUT;
  return { mantissa: 1, exponent: exponentOf(Math.max(largest, floor)) };
}

/** A bias this far below values of order one cannot change them; as a subnormal it would only be slow. */
function flushTiny(x: number): number {
  return x < 2 ** -100 ? 0 : x;
}
