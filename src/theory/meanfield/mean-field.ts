import { ln } from '../../numeric/functions.ts';
import { log1p } from '../../numeric/near-zero.ts';
import { chaoticCorrelation, droppedCorrelation, type FixedCorrelation } from './correlation-map.ts';
import { type Field, fieldOf } from './law.ts';
import { CRITICAL, fixedLength, isStraight } from './length-map.ts';
import type { MeanFieldLaw, PairKernel } from './types.ts';

/** Nearby inputs come together, stay as they are, or drift apart. */
export type Phase = 'ordered' | 'critical' | 'chaotic';

/** Mean field of wide random networks in deep layers, in the terms of Poole et al. and Schoenholz et al. */
export interface MeanField {
  /** Fixed point of the length map. `null`: none, or every q is one. */
  readonly qStar: number | null;
  /** Growth of the square of a tangent per layer; without dropout the slope of the correlation map at c = 1. */
  readonly chi1: number | null;
  /** density sigma_w^2 E phi''^2 / (1 - dropout), the source of curvature. `null` where phi has kinks. */
  readonly chi2: number | null;
  /** Stable fixed point of the correlation map. */
  readonly cStar: number | null;
  /** Slope of the correlation map there. */
  readonly slopeAtCStar: number | null;
  /** Slope of the length map at q*. */
  readonly lengthMapSlope: number | null;
  /**
   * Layers in which q - q* falls to 1/e: -1 / ln |slope of the length map|. `null`: infinite or not defined.
   */
  readonly xiQ: number | null;
  /** Layers in which c - c* falls to 1/e. */
  readonly xiC: number | null;
  /** `null` also with dropout. */
  readonly phase: Phase | null;
}

/**
 * Fixed points of the length and the correlation map, their slopes, depth scales and the phase of wide
 * networks (Poole et al., arXiv 1606.05340; Schoenholz et al., arXiv 1611.01232; docs/theory.md).
 *
 * Relative error below 1e-10 for the named activations on sigmaW in [0, 20], sigmaB in [0, 10]; 1/xi has that
 * error relative to 1, so that xi is as good as 1 - slope is far from 0. `null` for what is infinite or does
 * not exist.
 *
 * With dropout p (Schoenholz et al., section 6) the length map has sigma_w^2 / (1 - p), the correlation map
 * sigma_w^2 alone, the masks of two inputs being independent: c* < 1, and there is no phase.
 *
 * @throws TypeError, RangeError if density is not in [0, 1], dropout not in [0, 1), sigmaW or sigmaB is not in [0, 1e50], or for an
 *   activation that is neither a known name nor three functions with finite values.
 */
export function meanField(law: MeanFieldLaw): MeanField {
  const field = fieldOf(law);
  const { kernel, weight } = field;
  const qStar = fixedLength(field);
  const tangent = tangentGrowth(field, qStar);
  const bend = qStar === null && !kernel.homogeneous ? null : kernel.bendSquare(qStar ?? 1);
  const length = lengthSlope(field, qStar);
  const fixed = fixedCorrelation(field, qStar, tangent, kernel.at);
  return {
    qStar,
    chi1: tangent?.slope ?? null,
    chi2: bend === null ? null : weight * bend,
    cStar: fixed?.c ?? null,
    slopeAtCStar: fixed?.slope ?? null,
    lengthMapSlope: length?.slope ?? null,
    xiQ: depthScale(length),
    xiC: depthScale(fixed),
    phase: phaseOf(field, tangent),
  };
}

/** With dropout c = 1 is no fixed point: no phase keeps, or loses, the nearness of inputs. */
export function phaseOf({ keep }: Field, tangent: TangentGrowth | null): Phase | null {
  return keep < 1 ? null : (tangent?.phase ?? null);
}

interface Slope {
  readonly slope: number;
  /** slope - 1. */
  readonly less1: number;
}

/** chi1 and the phase it means, at q*; a homogeneous activation has the same at every q. */
export interface TangentGrowth extends Slope {
  readonly phase: Phase;
}

export function tangentGrowth(
  { kernel, weight, bias, excess }: Field,
  qStar: number | null,
): TangentGrowth | null {
  if (qStar === null && !kernel.homogeneous) return null;
  const q = qStar ?? 1;
  const slope = weight * kernel.slopeSquare(q);
  const known = excess !== null && kernel.linear !== null;
  const less1 = known ? excess - weight * kernel.linear.slopeDeficit(q) : slope - 1;
  // Without biases chi1 passes 1 with the slope of V at 0, but leaves it like the square of that: q* decides.
  // A homogeneous phi has the same chi1 at every q.
  const side = known && bias === 0 && !kernel.homogeneous ? excess : less1;
  const phase = Math.abs(side) <= CRITICAL ? 'critical' : side < 0 ? 'ordered' : 'chaotic';
  return { slope, less1, phase };
}

/** Slope of the length map at q*, or of every q where all are fixed points. */
export function lengthSlope({ kernel, weight, excess }: Field, qStar: number | null): Slope | null {
  if (qStar === null && !isStraight({ kernel, excess })) return null;
  const slope = weight * kernel.squareSlope(qStar ?? 1);
  const straight = excess !== null && (kernel.homogeneous || qStar === 0);
  return { slope, less1: straight ? excess : slope - 1 };
}

/** c* = 1 unless the phase is chaotic, or units are dropped. `null` where there is no q*, unless every q is one. */
export function fixedCorrelation(
  field: Field,
  qStar: number | null,
  tangent: TangentGrowth | null,
  pairAt: (q: number) => PairKernel,
): FixedCorrelation | null {
  if (tangent === null) return null;
  if (field.keep < 1) return droppedCorrelation(field, qStar);
  const { slope, less1, phase } = tangent;
  if (qStar === null && (field.bias !== 0 || !isStraight(field))) return null;
  if (qStar === null || qStar === 0 || phase !== 'chaotic') return { c: 1, slope, less1 };
  return chaoticCorrelation(field, qStar, pairAt(qStar));
}

/** -1 / ln |slope|; 0 at slope 0, null where the distance to the fixed point does not shrink. */
export function depthScale(at: Slope | null): number | null {
  if (at === null || Math.abs(at.slope) >= 1 || Math.abs(at.less1) <= CRITICAL) return null;
  if (at.slope === 0) return 0;
  // slope - 1 has the digits of a slope near 1, the slope itself those of a small one.
  return -1 / (at.slope > 0.5 ? log1p(at.less1) : ln(Math.abs(at.slope)));
}
