import type { Curve } from '../curve/index.ts';
import { checkPlain, wrongNumber } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { GivenNetwork } from '../network/index.ts';
import { integrateAll, MOST_PANELS } from '../numeric/gauss-kronrod.ts';
import { curvatures } from './jet.ts';

/** The image of a whole curve in one layer of a smooth network. */
export interface SmoothLayer {
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  /** Length of the image after the activation. */
  readonly length: number;
  /** Length of the image before the activation. */
  readonly preLength: number;
  /** Length of the Gauss map after the activation: total absolute curvature ∫ κ ds, in radians. */
  readonly gaussMapLength: number;
  /** Length of the Gauss map before the activation. */
  readonly preGaussMapLength: number;
}

/** How closely `smoothImage` integrates. */
export interface SmoothImageOptions {
  /**
   * Largest difference of the two rules of a panel, relative to the integral (of a Gauss map, to 0.001 at
   * least), in [1e-15, 1]; the result is closer. Default 1e-10.
   */
  readonly tolerance?: number | undefined;
}

/** The integrals of one layer, in the order of `SmoothLayer`. */
const INTEGRALS = 4;

/**
 * A turning angle below, in radians, is that of an image that is nearly straight, and may be mostly rounding.
 */
const LEAST_ANGLE = 1e-3;

/**
 * Lengths and Gauss-map lengths of the image of a curve in every layer of a smooth network, by adaptive
 * quadrature of the values of `curvatureAt` (docs/theory.md, "Curvature of smooth images").
 *
 * @param curve a line, an arc or a circle in the network's input space.
 * @throws TypeError, RangeError as `curvatureAt`, for a tolerance out of range, and where 100,000 panels do
 * not reach it.
 */
export function smoothImage(
  network: GivenNetwork,
  curve: Curve,
  options: SmoothImageOptions = {},
): SmoothLayer[] {
  checkPlain('options', options, ['tolerance']);
  const { tolerance = 1e-10 } = options;
  const at = curvatures(network, curve);
  // Above 0 and below 1e-15 it could never be reached.
  if (typeof tolerance !== 'number' || !(tolerance >= 1e-15 && tolerance <= 1))
    wrongNumber('tolerance', 'a number in [1e-15, 1]', tolerance);
  const rates = (t: number) =>
    at(t).flatMap(({ speed, preSpeed, curvature, preCurvature }) => [
      speed,
      preSpeed,
      (curvature ?? 0) * speed,
      (preCurvature ?? 0) * preSpeed,
    ]);
  const integrals = integrateAll(rates, INTEGRALS * network.layers.length, tolerance, (entry) =>
    entry % INTEGRALS < 2 ? 0 : LEAST_ANGLE,
  );
  if (integrals === null) {
    const most = MOST_PANELS.toLocaleString('en-US');
    throw valueFault('tolerance', `one that ${most} panels of the curve reach`, tolerance);
  }
  return network.layers.map(({ width }, l) => {
    const [length, preLength, gaussMapLength, preGaussMapLength] = integrals.subarray(INTEGRALS * l);
    return {
      layer: l + 1,
      width,
      length: length!,
      preLength: preLength!,
      gaussMapLength: gaussMapLength!,
      preGaussMapLength: preGaussMapLength!,
    };
  });
}
