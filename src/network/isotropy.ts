/**
 * Layers whose matrix W has the same distribution as W R for every rotation R: dense Gaussian, orthogonal and
 * low-rank ones. They stretch every tangent alike, and their growth is known exactly (docs/theory.md, "Laws of
 * whole matrices").
 *
 * With v = |W u|² in units where an entry has variance 1, activated or not, v = F v_Gauss, F independent of
 * v_Gauss, for W of rank r: F = chi²_r / r. For orthogonal W, with N the larger of its sizes, the other way
 * round: v_Gauss = F v, F = chi²_N / N.
 */
import { meanRootOfTwo } from '../numeric/mean-root.ts';
import { isMatrixLaw } from './law.ts';
import { fanIn, layerOf, type NetworkSpec } from './network.ts';

/** v = F^power v_Gauss, F = chi²_dims / dims; power 0 for Gaussian weights. */
export interface Isotropy {
  readonly dims: number;
  readonly power: -1 | 0 | 1;
}

const GAUSSIAN: Isotropy = { dims: 1, power: 0 };

/** How layer l (1 … d) stretches tangents, beside a dense Gaussian one; null where that depends on the tangent. */
export function isotropyOf(spec: NetworkSpec, layer: number): Isotropy | null {
  const { type, weights, density, width } = layerOf(spec, layer);
  if (type !== 'dense' || density !== 1) return null;
  if (!isMatrixLaw(weights)) return weights.kind === 'gaussian' ? GAUSSIAN : null;
  return weights.kind === 'orthogonal'
    ? { dims: Math.max(width, fanIn(spec, layer)), power: -1 }
    : { dims: weights.rank, power: 1 };
}

/** E sqrt v / E sqrt v_Gauss. */
export function meanRootFactor({ dims, power }: Isotropy): number {
  if (power === 0) return 1;
  const root = meanRootOfTwo(dims, 0.5, 1) / Math.sqrt(dims);
  return power === 1 ? root : 1 / root;
}

/** E v² / E v_Gauss². */
export function meanSquareFactor({ dims, power }: Isotropy): number {
  if (power === 0) return 1;
  return power === 1 ? 1 + 2 / dims : dims / (dims + 2);
}
