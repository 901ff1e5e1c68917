import { type Activation, isHomogeneous, piecesOf } from './activation.ts';

/**
 * |phi'| of a piecewise linear activation with one kink at 0: `scale` on one side, `scale * minor` on the other, with
 * minor in [0, 1]. For weights and biases that are symmetric about zero the side is a fair coin, independent
 * of |w.u| (docs/theory.md), so lengths depend on the slopes through these two numbers alone.
 */
export interface Slopes {
  readonly scale: number;
  readonly minor: number;
}

/**
 * Slopes of an activation that is straight but for a kink at 0, or `null` where the slope is not independent
 * of |h|.
 */
export function slopesOf(activation: Activation): Slopes | null {
  const pieces = isHomogeneous(activation) ? piecesOf(activation) : null;
  if (pieces === null) return null;
  const sizes = pieces.slopes.map(Math.abs);
  const scale = Math.max(...sizes);
  return { scale, minor: Math.min(...sizes) / scale };
}

/** Whether the slopes on the two sides of 0 have different signs. */
export function isBent(activation: Activation): boolean {
  const { slopes } = piecesOf(activation)!;
  return slopes[0]! * slopes.at(-1)! < 0;
}

/** E|phi'|: 1/2 for ReLU, (1 + |a|)/2 for leaky ReLU, 1 for abs and linear. */
export function meanSlope({ scale, minor }: Slopes): number {
  return (scale * (1 + minor)) / 2;
}

/** sqrt(E phi'^2). */
export function rmsSlope({ scale, minor }: Slopes): number {
  return scale * Math.sqrt((1 + minor * minor) / 2);
}

/** E phi'^4 / (E phi'^2)^2: 2 for ReLU, 1 for abs and linear. */
export function slopeKurtosis({ minor }: Slopes): number {
  const square = minor * minor;
  return (2 * (1 + square * square)) / ((1 + square) * (1 + square));
}
