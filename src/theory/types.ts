/** What is known about a layer without sampling. `null` means: no such result is known to hold for this network. */
export interface GrowthTheory {
  /** Price & Tanner's lower bound (arXiv 1911.10651, main theorem and corollaries). */
  readonly priceTanner: number | null;
  /** Lower end of the rigorous two-sided bracket. */
  readonly lower: number | null;
  /** Exact expectation. */
  readonly exact: number | null;
  /** Upper end of the rigorous two-sided bracket. */
  readonly upper: number | null;
  /** Best known value: the exact one, else a large-width expansion, else a finite-width law. Not a bound. */
  readonly approximate: number | null;
}

/** Expected number of something that is counted. */
export interface CountTheory {
  readonly exact: number | null;
}

/** Theory of the length of layer l (1 … depth): of `length / input length` and of `length / previous length`. */
export interface LayerTheory {
  readonly layer: number;
  readonly ratio: GrowthTheory;
  readonly growth: GrowthTheory;
}

/** Theory of what is counted along a curve: transitions of layer l, activation regions of layers 1 … l together. */
export interface LayerCounts {
  readonly transitions: CountTheory;
  readonly regions: CountTheory;
}
