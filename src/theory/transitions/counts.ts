import { everyLayer, type NetworkSpec, widthsOf } from '../../network/index.ts';
import type { LayerCounts } from '../types.ts';
import { expectedBreakpoints, expectedTransitions } from './zero-bias.ts';

/** Of a layer about which no theory says anything. */
export const UNKNOWN_COUNTS: LayerCounts = { transitions: { exact: null }, regions: { exact: null } };

/**
 * Expected transitions and regions of each layer along a curve that subtends `angle` radians at the origin:
 * exact for dense ReLU networks with Gaussian or orthogonal weights and no biases (`expectedTransitions`;
 * docs/theory.md, "Laws of whole matrices"), null for all others. Regions
 * are counted as often as the curve enters one.
 */
export function countTheory(spec: NetworkSpec, angle: number): LayerCounts[] {
  const widths = widthsOf(spec);
  const known = everyLayer(
    spec,
    ({ type, activation, weights, density, sigmaW, sigmaB }) =>
      type === 'dense' &&
      activation.name === 'relu' &&
      (weights.kind === 'gaussian' || weights.kind === 'orthogonal') &&
      density === 1 &&
      sigmaW > 0 &&
      sigmaB === 0,
  );
  if (!known) {
    return widths.map(() => UNKNOWN_COUNTS);
  }
  const { perLayer } = expectedTransitions(widths, angle);
  let regions = 1;
  return expectedBreakpoints(widths, angle).map((breakpoints, l) => {
    regions += breakpoints;
    return { transitions: { exact: perLayer[l]! }, regions: { exact: regions } };
  });
}
