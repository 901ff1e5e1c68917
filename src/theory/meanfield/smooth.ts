import { pairKernel, pairNodes, priceIntegral } from './price.ts';
import type { Kernel, PairKernel } from './types.ts';

/**
 * What a smooth activation is asked for: E phi, and E phi'(u1) phi'(u2) at correlation 1 - gap, variances >
 * 0.
 */
interface Expectations {
  readonly odd: boolean;
  /** Whether phi' jumps. Default false. */
  readonly kinked?: boolean;
  readonly mean: (q: number) => number;
  readonly meanSlope: (q: number) => number;
  readonly slopeProduct: (q1: number, q2: number, gap: number) => number;
}

/** The part of a kernel that is about pairs, by Price's theorem. */
export function pairsOf(phi: Expectations): Pick<Kernel, 'product' | 'slopeProduct' | 'at' | 'sampled'> {
  const { odd, mean, kinked = false } = phi;
  const slopeAt = (q1: number, q2: number, gap: number) =>
    q1 === 0 || q2 === 0 ? phi.meanSlope(q1) * phi.meanSlope(q2) : phi.slopeProduct(q1, q2, gap);
  const product = (q1: number, q2: number, c: number): number => {
    if (odd && c < 0) return -product(q1, q2, -c);
    const apart = odd ? 0 : mean(q1) * mean(q2);
    if (q1 === 0 || q2 === 0 || c === 0) return apart;
    if (c < 0) return apart - priceIntegral([q1, q2], -c, (gap) => slopeAt(q1, q2, 2 - gap), kinked);
    return apart + priceIntegral([q1, q2], c, (gap) => slopeAt(q1, q2, gap), kinked);
  };
  const slopeProduct = (q1: number, q2: number, c: number) => slopeAt(q1, q2, 1 - c);
  const samplesAt = (q: number) => ({
    apart: odd ? 0 : mean(q) * mean(q),
    slopes: pairNodes(q, kinked).map((gap) => phi.slopeProduct(q, q, gap)),
  });
  const at = (q: number): PairKernel => {
    const fast = pairKernel(q, samplesAt(q), kinked);
    // The samples cover correlations from 0 to 1; an odd phi is mirrored, others take the slow way below 0.
    const below = (c: number) => (odd ? -fast.product(-c) : product(q, q, c));
    const slopeBelow = (c: number) => (odd ? fast.slope(-c) : slopeProduct(q, q, c));
    return {
      product: (c) => (c < 0 ? below(c) : fast.product(c)),
      slope: (c) => (c < 0 ? slopeBelow(c) : fast.slope(c)),
      deficit: fast.deficit,
    };
  };
  return { product, slopeProduct, at, sampled: { at: samplesAt, kinked } };
}
