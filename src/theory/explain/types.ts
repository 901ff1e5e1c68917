/**
 * Explanation of a bound or formula: statement, assumptions, looseness. Plain text; docs/theory.md has the
 * derivations.
 */
export interface Explanation {
  /** The name that it has in results and in the library. */
  readonly name: string;
  readonly title: string;
  /** The formula, in the symbols of docs/theory.md. */
  readonly statement: string;
  readonly assumptions: string;
  readonly source: string;
  /** Where it is loose or does not apply. */
  readonly loose: string;
}

/** Formulas about one thing. */
export interface ExplanationFamily {
  readonly family: string;
  readonly entries: readonly Explanation[];
}
