/**
 * Scales outside of single precision: what a stored unit is worth, and the powers of two that keep every
 * layer at order one. Why stands in `measure.ts`.
 */
import { valueFault } from '../input/faults.ts';
import {
  biasSd,
  degreeOf,
  isParted,
  type Layer,
  layerOf,
  meanKept,
  type NetworkSpec,
  weightDivisor,
  weightSd,
} from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';

/** A positive number `mantissa * 2 ** exponent`, mantissa in [1, 2). No product of them leaves the range. */
export interface Scale {
  readonly mantissa: number;
  readonly exponent: number;
}

export const ONE: Scale = { mantissa: 1, exponent: 0 };

export function times(scale: Scale, factor: number): Scale {
  const product = scale.mantissa * factor;
  const shift = exponentOf(product);
  return { mantissa: ldexp(product, -shift), exponent: scale.exponent + shift };
}

export function scaleProduct(a: Scale, b: Scale): Scale {
  return times({ mantissa: a.mantissa, exponent: a.exponent + b.exponent }, b.mantissa);
}

/** `x / scale` for x > 0. */
export function over(x: number, scale: Scale): Scale {
  const shift = exponentOf(x);
  return times({ mantissa: 1, exponent: shift - scale.exponent }, ldexp(x, -shift) / scale.mantissa);
}

/** As a double; Infinity or 0 beyond its range. */
export function doubleOf({ mantissa, exponent }: Scale): number {
  return ldexp(mantissa, exponent);
}

/** Standard deviation of a kept weight of layer l, as `weightSd`, which a double need not hold. */
export function weightScale(spec: NetworkSpec, layer: number): Scale {
  const { sigmaW } = layerOf(spec, layer);
  const exponent = exponentOf(sigmaW);
  const mantissa = ldexp(sigmaW, -exponent);
  return times({ mantissa: 1, exponent }, mantissa / Math.sqrt(weightDivisor(spec, layer)));
}

/** Standard deviation of a bias of the layer over that of a weight, in units of `points`. */
export function liftOf(spec: NetworkSpec, layer: number, points: Scale): number {
  const sd = biasSd(spec, layer);
  return sd === 0 ? 0 : doubleOf(over(sd, scaleProduct(points, weightScale(spec, layer))));
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
  /**
   * Stored points are to be multiplied by 2 ** -pointShift before the product. 0 wherever biases and points
   * are of comparable size.
   */
  readonly pointShift: number;
}

export function shifted({ mantissa, exponent }: Scale, by: number): Scale {
  return { mantissa, exponent: exponent + by };
}

/** The power of two at or below a size; 0 for size 0, which needs no gain. */
export function shiftOf(size: number): number {
  return size > 0 ? exponentOf(size) : 0;
}

/** What `requireRange` is there to prevent. */
export function overflow(layer: number): RangeError {
  return valueFault(
    'trajectory',
    'values within single precision',
    `an overflow in layer ${layer}; use a smaller sigmaW, sigmaB or input`,
  );
}

/**
 * Steps of more units from one sample or knot to the next lie so far beyond thresholds that single precision
 * cannot tell where they cross.
 */
const LARGEST_STEP = 2 ** 41;

/**
 * @throws RangeError for steps of pre-activations too large for an activation with a scale of its own, which
 * no plan foresees behind a layer without bounds.
 */
export function requireSteps(spec: NetworkSpec, layer: number, { steps }: Scales, largest: Largest): void {
  const { activation } = layerOf(spec, layer);
  if (degreeOf(activation) > 0 || largest.step === 0) return;
  const step = doubleOf(
    times(scaleProduct(steps, weightScale(spec, layer)), largest.step * spreadOf(spec, layer)),
  );
  if (step <= LARGEST_STEP) return;
  throw valueFault(
    'trajectory',
    `pre-activations that single precision can tell apart with ${activation.name}`,
    `steps of about ${step.toPrecision(1)} in layer ${layer}; use a smaller sigmaW, sigmaB or input`,
  );
}

/** Pre-activations in this range have squares, and sums of those, within single precision. */
const SQUARED = 2 ** 40;

/** @throws RangeError where pre-activations that are squared at their own scale leave single precision. */
export function requireSquares(spec: NetworkSpec, layer: number, points: Scale, largest: number): void {
  if (degreeOf(layerOf(spec, layer).activation) !== 2 || largest === 0) return;
  const size = doubleOf(
    times(scaleProduct(points, weightScale(spec, layer)), largest * spreadOf(spec, layer)),
  );
  const most = Math.max(size, biasSd(spec, layer));
  if (most >= 1 / SQUARED && most <= SQUARED) return;
  throw valueFault(
    'trajectory',
    'pre-activations between 2^-40 and 2^40 for measures of an activation that squares them',
    `about ${most.toPrecision(1)} in layer ${layer}; use fewer layers or another sigmaW`,
  );
}

/** How much larger than an entry of z an entry of W z is, W of unit variance. */
export function spreadOf(spec: NetworkSpec, layer: number): number {
  const drawn = Math.sqrt(Math.max(1, meanKept(spec, layer)));
  const own = layerOf(spec, layer);
  if (!isParted(own)) return drawn;
  // What is handed on, in units of weights.
  const factors = own.parts.flatMap(({ adds }) => adds.map(({ factor }) => factor));
  return Math.max(drawn, Math.max(1, ...factors) / weightSd(spec, layer));
}

/**
 * Biases above 2 ** MOST units of W z leave single precision: points are then stored so that they are 2 **
 * SETTLED.
 */
const [MOST, SETTLED] = [120, 100];
/**
 * A saturating activation's points of which a unit of W z is worth less than 2 ** LEAST are stored so that it
 * is worth 2 ** NEAR.
 */
const [LEAST, NEAR] = [-80, -60];

/**
 * By how many powers of two points are to be stored smaller before their product with the weights, so that
 * neither gains nor biases leave single precision. `product`: what a unit of the product is worth. What
 * points lose by it is nothing beside the biases, or where a saturating activation is straight.
 */
function pointShiftOf({ activation }: Layer, biasSize: number, product: Scale, largest: number): number {
  if (degreeOf(activation) === 0) return product.exponent < LEAST ? NEAR - product.exponent : 0;
  if (biasSize === 0) return 0;
  const biases = over(biasSize, product).exponent;
  // Points at the origin have no size of their own.
  if (largest === 0) return biases;
  return biases > MOST ? biases - SETTLED : 0;
}

/** Of a layer: its gains, the scales of z, and what a stored step of h is worth. */
export interface LayerScale {
  readonly gains: Gains;
  readonly next: Scales;
  readonly pre: Scale;
}

/**
 * From the scales and sizes of what goes in.
 * @param squares whether z of an activation that squares scales may have the square of the scale of h; else h
 * has none.
 */
export function layerScale(
  spec: NetworkSpec,
  layer: number,
  { points, steps }: Scales,
  largest: Largest,
  squares = true,
): LayerScale {
  const own = layerOf(spec, layer);
  const { activation } = own;
  const biasSize = biasSd(spec, layer);
  const sd = weightScale(spec, layer);
  const spread = spreadOf(spec, layer);
  const stepShift = shiftOf(largest.step * spread);
  const nextSteps = shifted(scaleProduct(steps, sd), stepShift);
  const stepGain = ldexp(1, -stepShift);
  const stored = scaleProduct(points, sd);
  const pointShift = pointShiftOf(own, biasSize, stored, largest.point);
  const product = shifted(stored, pointShift);
  const biasScale = biasSize === 0 ? 0 : doubleOf(over(biasSize, product));
  const degree = degreeOf(activation);
  if (degree === 0 || (degree === 2 && !squares)) {
    const unit = unitOf(doubleOf(nextSteps), largest);
    const gains = { pointGain: Math.fround(doubleOf(product)), stepGain, unit, biasScale, pointShift };
    return { gains, next: { points: ONE, steps: nextSteps }, pre: nextSteps };
  }
  const biases = flushTiny(biasScale);
  const shift = shiftOf(Math.max(ldexp(largest.point, -pointShift) * spread, biases));
  const nextPoints = shifted(product, shift);
  // Scales that have gone through the same products have the same mantissa.
  const ratio = nextSteps.mantissa / nextPoints.mantissa;
  const unit = unitOf(ldexp(ratio, nextSteps.exponent - nextPoints.exponent), largest);
  const gains = { pointGain: ldexp(1, -shift), stepGain, unit, biasScale: biases, pointShift };
  // A step of h² is the step of h times the sum of its ends.
  const next =
    degree === 1
      ? { points: nextPoints, steps: nextSteps }
      : { points: scaleProduct(nextPoints, nextPoints), steps: scaleProduct(nextSteps, nextPoints) };
  return { gains, next, pre: nextSteps };
}

/** Worth of a step in units of points. Where nothing moves any more, the scale of steps means nothing. */
function unitOf(unit: number, { step }: Largest): number {
  return step === 0 ? 0 : flushTiny(unit);
}

/**
 * What a stored unit of the input is worth: the power of two that brings its largest coordinate to order one,
 * or nearer to the biases if they dwarf it.
 */
export function inputScale(spec: NetworkSpec, largest: number): Scale {
  const exponent = exponentOf(largest);
  const product = shifted(weightScale(spec, 1), exponent);
  const shift = pointShiftOf(layerOf(spec, 1), biasSd(spec, 1), product, ldexp(largest, -exponent));
  return { mantissa: 1, exponent: exponent + shift };
}

/** A bias this far below values of order one cannot change them; as a subnormal it would only be slow. */
function flushTiny(x: number): number {
  return x < 2 ** -100 ? 0 : x;
}
