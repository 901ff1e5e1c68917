import {
  factsOf,
  isotropyOf,
  type Law,
  type Layer,
  layerOf,
  meanSquareFactor,
  type NetworkSpec,
  weightSd,
} from '../network/index.ts';
import { kurtosis, linearFormConstant } from '../network/law-constants.ts';
import { meanSlope, rmsSlope, type Slopes, slopeKurtosis } from '../network/slopes.ts';

/**
 * Rows that each input goes into: all n_l of a dense layer, kernel² times the channels out of a convolution
 * around the edge. Layers where that differs from input to input have no theory here.
 */
function rowsOf(layer: Layer): number {
  return factsOf(layer).rowsOfInput(layer)!;
}

/**
 * Price & Tanner's lower bound on the expected growth of layer l: density * M * sqrt(rows) * E|phi'| (arXiv
 * 1911.10651, main theorem; for other slopes than ReLU's the same proof with E|phi'| for 1/2; of a convolution
 * row by row, docs/theory.md). `null` where M is not known.
 * @param constantOf M at standard deviation 1: the paper's, unless another is given.
 */
export function priceTannerGrowth(
  spec: NetworkSpec,
  layer: number,
  slopes: Slopes,
  constantOf: (law: Law) => number | null = linearFormConstant,
): number | null {
  const own = layerOf(spec, layer);
  const m = constantOf(own.weights);
  if (m === null) return null;
  return own.density * (m * weightSd(spec, layer)) * Math.sqrt(rowsOf(own)) * meanSlope(slopes);
}

/**
 * Root mean square growth of layer l: sqrt(density * rows * E phi'^2) * weightSd, exact for every law and
 * tangent.
 */
export function rmsGrowth(spec: NetworkSpec, layer: number, slopes: Slopes): number {
  const own = layerOf(spec, layer);
  return Math.sqrt(own.density * rowsOf(own)) * weightSd(spec, layer) * rmsSlope(slopes);
}

/**
 * Largest fourth moment ratio E(w.u)^4 / (E(w.u)^2)^2 of a masked row w over all tangents u: 3 for a spread
 * one, kappa4 / density for one with a single entry. A mask of blocks keeps weights together: 3 / density.
 */
export function worstRowKurtosis({ weights, density, mask }: Layer): number {
  const kappa = kurtosis(weights);
  return mask?.kind === 'block' ? Math.max(3, kappa) / density : Math.max(3, kappa / density);
}

/**
 * Largest relative variance of the squared stretch of layer l over all tangents, r = E phi'^4 / (E phi'^2)^2:
 * (r T - 1)/n_l for independent rows, T = `worstRowKurtosis`. Rows that share blocks of a mask add
 * (size - 1)(1/density - 1)/n_l. Of isotropic layers it is known (`isotropyOf`).
 */
function worstVariance(spec: NetworkSpec, layer: number, r: number): number {
  const own = layerOf(spec, layer);
  const isotropy = isotropyOf(spec, layer);
  if (isotropy !== null && isotropy.power !== 0)
    return meanSquareFactor(isotropy) * (1 + (3 * r - 1) / own.width) - 1;
  const excess = r * worstRowKurtosis(own) - 1;
  const shared = own.mask?.kind === 'block' ? (own.mask.size - 1) * (1 / own.density - 1) : 0;
  return (excess + shared) / factsOf(own).weightRows(own);
}

/**
 * Rigorous bracket of the expected growth of layer l, for every tangent and every law of this package that
 * has a variance (derivation: docs/theory.md). Upper: Jensen, the root mean square. Lower: Hölder, the same
 * divided by sqrt(1 + the largest relative variance); for independent rows that is (r T - 1)/n_l, r = E
 * phi'^4 / (E phi'^2)^2, T = max(3, kappa4 / density). For ReLU, r = 2. Of a convolution n_l is the number of
 * channels, which alone are independent. `null` without a fourth moment.
 */
export function growthBracket(
  spec: NetworkSpec,
  layer: number,
  slopes: Slopes,
): { lower: number | null; upper: number } {
  const upper = rmsGrowth(spec, layer, slopes);
  const variance = worstVariance(spec, layer, slopeKurtosis(slopes));
  return { lower: variance < Number.POSITIVE_INFINITY ? upper / Math.sqrt(1 + variance) : null, upper };
}
