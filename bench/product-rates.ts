/** Rates of products and of layers, shape by shape and round by round. */
import type { Arena, KernelsName } from '../src/kernels/index.ts';
import { type LayerShape, layerCase } from './layer.ts';
import { Rates } from './rounds.ts';

export interface ProductRates {
  /** The product alone, and as a layer: product, bias, ReLU, store and segment lengths; useful GMAC/s. */
  readonly product: Rates;
  readonly layer: Rates;
}

/**
 * Rates of each shape, and the best peak of all rounds. `peak`: the machine's, now. @throws Error if a
 * product is wrong.
 */
export function productRates(
  arena: Arena,
  shapes: readonly LayerShape[],
  peak: () => number,
  rounds: number,
  kernels: KernelsName,
): { readonly rates: readonly ProductRates[]; readonly bestPeak: number } {
  const rates = shapes.map(() => ({ product: new Rates(), layer: new Rates() }));
  for (let round = 0; round < rounds; round++) {
    shapes.forEach((shape, i) => {
      const layer = layerCase(arena, { ...shape, kernels });
      if (round === 0) layer.check();
      const gmacs = layer.usefulMacs / 1e9;
      rates[i]!.product.measure(layer.product, gmacs, peak);
      rates[i]!.layer.measure(layer.multiply, gmacs, peak);
    });
  }
  const bestPeak = Math.max(...rates.flatMap(({ product, layer }) => [product.bestPeak, layer.bestPeak]));
  return { rates, bestPeak };
}
