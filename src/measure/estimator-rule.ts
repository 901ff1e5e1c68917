/** How length is measured where nobody says it. Functions of the experiment alone. */
import type { CurveKind } from '../experiment/experiment.ts';
import { bendsOf, chainOf, everyLayer, hasPieces, type Layer, type NetworkSpec } from '../network/index.ts';
import { knotsFit, knotsInWords } from './exact/memory.ts';

/**
 * Images of more expected knots are left to samples: those of hard-tanh networks grow exponentially with
 * depth.
 */
const MOST_KNOTS = 100_000;

/** Whether exact images are followed through a layer. */
export function isFollowed(layer: Layer): boolean {
  return hasPieces(layer);
}

/** Whether there is an exact image: the curve is straight between vertices, and so is the activation. */
export function hasExactImage(network: NetworkSpec, curve: CurveKind): boolean {
  const straight = curve === 'line' || curve === 'polyline';
  if (!straight || !everyLayer(network, (layer) => bendsOf(layer) !== 'everywhere')) return false;
  return everyLayer(chainOf(network).spec, isFollowed);
}

/** Why `auto` does not pick the exact estimator, in words; null if it does. */
export function whyNotExact(network: NetworkSpec, expectedKnots: number): string | null {
  if (expectedKnots <= MOST_KNOTS && knotsFit(network, expectedKnots)) return null;
  const { expected, most } = knotsInWords(network, expectedKnots);
  return expectedKnots > MOST_KNOTS
    ? `the exact image has ${expected} breakpoints, and auto takes up to ${MOST_KNOTS.toLocaleString('en-US')}`
    : `the exact image has ${expected} breakpoints, of which some ${most} fit the 4 GiB of a WebAssembly memory at this width`;
}
