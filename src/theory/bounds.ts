import { factsOf, type Law, type Layer, layerOf, type NetworkSpec, weightSd } from '../network/index.ts';
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
 * row by row, docs/theory.md).
 * @param constantOf M at standard deviation 1: the paper's, unless another is given.
 */
export function priceTannerGrowth(
  spec: NetworkSpec,
  layer: number,
  slopes: Slopes,
  constantOf: (law: Law) => number = linearFormConstant,
): number {
  const own = layerOf(spec, layer);
  const m = constantOf(own.weights) * weightSd(spec, layer);
  return own.density * m * Math.sqrt(rowsOf(own)) * meanSlope(slopes);
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
 * one, kappa4 / density for one with a single entry.
 */
export function worstRowKurtosis({ weights, density }: Layer): number {
  return Math.max(3, kurtosis(weights) / density);
}

/**
 * Rigorous bracket of the expected growth of layer l, for every tangent and every law with independent
 * symmetric entries (derivation: docs/theory.md). Upper: Jensen, the root mean square. Lower: Hölder, the
 * same divided by sqrt(1 + (r T - 1)/n_l), r = E phi'^4 / (E phi'^2)^2, T = max(3, kappa4 / density). For
 * ReLU, r = 2. Of a convolution n_l is the number of channels, which alone are independent.
 */
export function growthBracket(
  spec: NetworkSpec,
  layer: number,
  slopes: Slopes,
): { lower: number; upper: number } {
  const upper = rmsGrowth(spec, layer, slopes);
  const own = layerOf(spec, layer);
  const excess = slopeKurtosis(slopes) * worstRowKurtosis(own) - 1;
  return { lower: upper / Math.sqrt(1 + excess / factsOf(own).weightRows(own)), upper };
}
