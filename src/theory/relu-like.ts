import {
  isotropyOf,
  type Layer,
  layerOf,
  meanRootFactor,
  type NetworkSpec,
  weightSd,
} from '../network/index.ts';
import { kurtosis } from '../network/law-constants.ts';
import { type Slopes, slopeKurtosis, slopesOf } from '../network/slopes.ts';
import { meanRootOfTwo } from '../numeric/mean-root.ts';
import { rmsGrowth, worstRowKurtosis } from './bounds.ts';

/**
 * Exact expected growth of layer l for a dense Gaussian network: every tangent is stretched by weightSd *
 * sqrt(sum_i phi'_i^2 g_i^2) with fair coins phi'_i and standard normal g_i, independent of all before
 * (docs/theory.md; after Hanin, Jeong & Rolnick, arXiv 2102.10492). Any width, curve and bias.
 * Orthogonal and low-rank weights: times the factor of `isotropyOf`. `null` otherwise.
 */
export function exactGrowth(spec: NetworkSpec, layer: number, slopes: Slopes): number | null {
  const isotropy = isotropyOf(spec, layer);
  if (isotropy === null) return null;
  const { width } = layerOf(spec, layer);
  const { scale, minor } = slopes;
  const gaussian = weightSd(spec, layer) * scale * meanRootOfTwo(width, 0.5, minor * minor);
  return gaussian * meanRootFactor(isotropy);
}

/**
 * Above this value of r max(3, kappa4/density) / n the expansion is refused. At the threshold simulation and
 * expansion differ by about 1 % (all three laws, widths 5 … 90, densities 0.1 … 1), at most by 2.3 % (width
 * 9, discrete, density 1/3, layers 4 and up). For ReLU it asks for widths n >= 9 and density * n >= 3 kappa4.
 */
const LARGEST_SPREAD = 2 / 3;

/**
 * Large-width expansion of the expected growth of layer l for any law and density (docs/theory.md):
 *
 *     rmsGrowth (1 - rv/8),   rv = (r (3 + p4 (kappa4/density - 3)) - 1) / n_l,   p4 = sum u^4 / (sum u^2)^2.
 *
 * The tangent's p4 is what the layer before makes of it, p4 = (r/n)(3 + p4 (kappa4/density - 3)) at its fixed
 * point, with r, n, kappa4 and density of that layer. `null` where a width that enters is too small (see
 * LARGEST_SPREAD); this also keeps the fixed point below 1, where every p4 must be.
 *
 * @param entering p4 where no fixed point gives it: at the input, and after a layer whose slope depends on
 * |h|.
 */
export function expandedGrowth(
  spec: NetworkSpec,
  layer: number,
  slopes: Slopes,
  entering: number,
): number | null {
  const own = layerOf(spec, layer);
  const r = slopeKurtosis(slopes);
  if (!isWide(r, own, own.width)) return null;
  const p4 = layer === 1 ? entering : tangentAfter(layerOf(spec, layer - 1), entering);
  if (p4 === null) return null;
  const excess = kurtosis(own.weights) / own.density - 3;
  const rv = (r * (3 + p4 * excess) - 1) / own.width;
  return rmsGrowth(spec, layer, slopes) * (1 - rv / 8);
}

function isWide(r: number, layer: Layer, width: number): boolean {
  // Rows that share blocks of a mask are not independent.
  return layer.mask?.kind !== 'block' && r * worstRowKurtosis(layer) <= LARGEST_SPREAD * width;
}

/** p4 of typical tangents that leave a layer. */
function tangentAfter(layer: Layer, otherwise: number): number | null {
  const { activation, weights, density, width } = layer;
  const slopes = slopesOf(activation);
  if (slopes === null) return otherwise <= LARGEST_SPREAD ? otherwise : null;
  const r = slopeKurtosis(slopes);
  if (!isWide(r, layer, width)) return null;
  return (3 * r) / (width - r * (kurtosis(weights) / density - 3));
}
