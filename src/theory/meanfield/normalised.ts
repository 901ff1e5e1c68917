import { checkPlain, integerIn, numberIn, oneOf } from '../../input/check.ts';
import { type Field, fieldOf } from './law.ts';
import { depthScale, fixedCorrelation, type Phase, tangentGrowth } from './mean-field.ts';
import type { MeanFieldLaw } from './types.ts';

/** Normalisation of every point over the neurons of a layer: with or without subtracting the mean. */
export type NormType = 'layer-norm' | 'rms-norm';

/** Place of the normalisation: before the activation or after it. */
export type NormPlace = 'before-activation' | 'after-activation';

/** Wide networks in which every layer normalises. */
export interface NormalisedLaw extends MeanFieldLaw {
  readonly norm: NormType;
  readonly place: NormPlace;
}

/** Wide normalised networks far from the input; the fields are those of `MeanField`. */
export interface NormalisedField {
  /** Mean square of the pre-activations: the same in every layer, for every input. `null`: no weights. */
  readonly qStar: number | null;
  readonly chi1: number | null;
  readonly cStar: number | null;
  readonly slopeAtCStar: number | null;
  readonly xiC: number | null;
  readonly phase: Phase | null;
}

/**
 * Mean field of networks whose layers normalise each point over their neurons (docs/theory.md, "Normalised
 * networks"). The normalisation fixes the length, so only ratios of sigmaW and sigmaB are left in the map of
 * the correlation c between two points' pre-activations:
 *
 * - before the activation, `c -> (w E phi(u1) phi(u2) + b) / (w E phi^2 + b)` with unit variances,
 * - after it, `c -> (w (E phi(u1) phi(u2) - m^2) / (E phi^2 - m^2) + b) / (w + b)` at variance w + b, where m is
 *   E phi for layer normalisation and 0 for RMS normalisation,
 *
 * with w = density sigmaW^2 and b = sigmaB^2. Before the activation both normalisations have one limit, as
 * pre-activations of wide layers have mean 0.
 *
 * @throws TypeError, RangeError for a law out of range, another norm or another place.
 */
export function normalisedMeanField(law: NormalisedLaw): NormalisedField {
  const made = normalisedField(law);
  if (made === null) {
    return { qStar: null, chi1: null, cStar: null, slopeAtCStar: null, xiC: null, phase: null };
  }
  const { field, q, variance } = made;
  const tangent = tangentGrowth(field, q);
  const fixed = fixedCorrelation(field, q, tangent, field.kernel.at);
  return {
    qStar: variance,
    chi1: tangent?.slope ?? null,
    cStar: fixed?.c ?? null,
    slopeAtCStar: fixed?.slope ?? null,
    xiC: depthScale(fixed),
    phase: tangent?.phase ?? null,
  };
}

/**
 * Correlations c^1 … c^layers of two points' pre-activations, c^1 = `first`. `null` without weights.
 * @throws TypeError, RangeError for `first` outside [-1, 1] or layers that are not an integer in 1 … 10^5.
 */
export function normalisedCorrelations(law: NormalisedLaw, first: number, layers: number): number[] | null {
  numberIn(-1, 1, 'first', first);
  integerIn(1, 100_000, 'layers', layers);
  const made = normalisedField(law);
  if (made === null) return null;
  const { field, q } = made;
  const pair = field.kernel.at(q);
  const correlations = [first];
  while (correlations.length < layers) {
    const c = correlations.at(-1)!;
    const next = c === 1 ? 1 : (field.weight * pair.product(c) + field.bias) / q;
    correlations.push(Math.min(1, Math.max(-1, next)));
  }
  return correlations;
}

/**
 * The network without normalisation whose length map stands still at `q` and whose correlation map is that of
 * the normalised one. `variance`: mean square of the pre-activations before they are normalised.
 */
function normalisedField(
  law: NormalisedLaw,
): { readonly field: Field; readonly q: number; readonly variance: number } | null {
  checkPlain('law', law);
  const { norm, place, ...own } = law;
  oneOf(['layer-norm', 'rms-norm'], 'norm', norm);
  oneOf(['before-activation', 'after-activation'], 'place', place);
  const { kernel, weight, bias } = fieldOf(own);
  if (place === 'before-activation') {
    const variance = weight * kernel.square(1) + bias;
    if (variance === 0) return null;
    const field = { kernel, weight: weight / variance, keep: 1, bias: bias / variance, excess: null };
    return { field, q: 1, variance };
  }
  const q = weight + bias;
  if (q === 0) return null;
  const square = kernel.square(q);
  // E phi(u1) phi(u2) at correlation 0 is the square of the mean.
  const mean = norm === 'layer-norm' && !kernel.odd ? kernel.product(q, q, 0) : 0;
  if (square - mean <= 0) return null;
  const scaled = weight / (square - mean);
  return {
    field: { kernel, weight: scaled, keep: 1, bias: bias - scaled * mean, excess: null },
    q,
    variance: q,
  };
}
