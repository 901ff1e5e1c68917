import type { LagMeasure, MeanFieldMeasure } from '../experiment/measures.ts';

/** Theory of a layer. `null`: no such result is known for this network. */
export interface GrowthTheory {
  /** Price & Tanner's lower bound (arXiv 1911.10651, main theorem and corollaries). */
  readonly priceTanner: number | null;
  /** The same bound with a larger constant M (docs/theory.md). */
  readonly priceTannerSharp: number | null;
  /** Lower end of the rigorous two-sided bracket. */
  readonly lower: number | null;
  /** Exact expectation. */
  readonly exact: number | null;
  /** Upper end of the rigorous two-sided bracket. */
  readonly upper: number | null;
  /**
   * Best known value: the exact one, else a large-width expansion, else a finite-width formula. Not a bound.
   */
  readonly approximate: number | null;
}

/** Expected value of a count. */
export interface CountTheory {
  readonly exact: number | null;
}

/**
 * Theory of the length of layer l (1 … depth): of `length / input length` and of `length / previous length`.
 */
export interface LayerTheory {
  readonly layer: number;
  readonly ratio: GrowthTheory;
  readonly growth: GrowthTheory;
}

/**
 * Theory of what is counted along a curve: transitions of layer l, activation regions of layers 1 … l
 * together.
 */
export interface LayerCounts {
  readonly transitions: CountTheory;
  readonly regions: CountTheory;
}

/** Mean-field value of a measure, in the limit of wide layers. */
export interface WideTheory {
  readonly meanField: number | null;
}

/** Theory of the measures of one layer besides lengths. */
export interface MeasureTheory {
  /**
   * Expected length over input length of the polyline through the samples; `null` with other estimators, or
   * where it is not known.
   */
  readonly sampledRatio: number | null;
  /** Expected transitions from sample to sample. */
  readonly sampledTransitions: number | null;
  /** Theory of the chosen measures. */
  readonly measures: Readonly<Partial<Record<Exclude<MeanFieldMeasure, LagMeasure>, WideTheory>>> &
    /** At each lag. */
    Readonly<Partial<Record<LagMeasure, { readonly meanField: readonly number[] | null }>>> & {
      /** Leading order in the widths. */
      readonly turningAngle?: { readonly approximate: number | null };
    };
}
