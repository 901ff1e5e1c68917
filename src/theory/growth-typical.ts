import {
  type Isotropy,
  isotropyOf,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  weightSd,
} from '../network/index.ts';
import { slopesOf } from '../network/slopes.ts';
import { exp, ln } from '../numeric/functions.ts';
import { SMALLEST_NORMAL } from '../numeric/scaled.ts';
import { meanLogOfTwo } from './growth-mean-log.ts';
import { representable, runningProducts } from './running-product.ts';

/** Typical values of the length of a very short segment, see `typicalGrowth`. */
export interface TypicalGrowth {
  readonly layer: number;
  readonly ratio: number | null;
  readonly growth: number | null;
}

/**
 * Typical growth of a tangent in layers 1 … d of dense Gaussian networks: exp(E ln(|dz|/|u|)), given that not
 * all neurons of the layer are off; `ratio` is their product. Lengths are roughly log-normal over networks,
 * so this is close to their median, while the mean, `exact` of `growthTheory`, is carried by rare networks.
 * For ReLU layers of width k and weights of variance 2/k it is 1 - 5/(4k) + O(1/k^2), the mean 1 - 5/(8k) +
 * O(1/k^2) (docs/theory.md).
 *
 * Never above the mean given that the layer is alive, mean / (1 - 2^-k) for ReLU. (Above the mean itself at
 * width 1 alone.) Relative error below 1e-12. Orthogonal and low-rank weights have
 * closed forms of the same kind (`isotropyOf`). `null` for other laws and densities, for hard-tanh, without
 * weights, and where a double cannot hold it or the square of the smaller slope.
 *
 * @throws TypeError, RangeError for an invalid network.
 */
export function typicalGrowth(network: NetworkInput): TypicalGrowth[] {
  const spec = networkOf(network);
  const growth = spec.layers.map((_, i) => layerGrowth(spec, i + 1));
  const ratio = runningProducts(growth);
  return growth.map((g, i) => ({ layer: i + 1, ratio: ratio[i]!, growth: g }));
}

function layerGrowth(spec: NetworkSpec, layer: number): number | null {
  const { type, width, activation } = layerOf(spec, layer);
  if (type !== 'dense') return null;
  const slopes = slopesOf(activation);
  const scale = slopes === null ? 0 : weightSd(spec, layer) * slopes.scale;
  if (slopes === null || scale === 0) return null;
  const isotropy = isotropyOf(spec, layer);
  if (isotropy === null) return null;
  const variance = slopes.minor * slopes.minor;
  if (slopes.minor > 0 && variance < SMALLEST_NORMAL) return null;
  return representable(scale * exp((meanLogOfTwo(width, variance) + meanLogFactor(isotropy)) / 2));
}

/** E ln F^power. */
function meanLogFactor({ dims, power }: Isotropy): number {
  return power === 0 ? 0 : power * (meanLogOfTwo(dims, 1) - ln(dims));
}
