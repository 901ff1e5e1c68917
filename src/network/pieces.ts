/** Piecewise-linear activations as what they are: thresholds, and slopes between them. */

/**
 * A continuous piecewise-linear activation: on piece p, between thresholds p - 1 and p, it has slope
 * `slopes[p]`. A pre-activation h is on piece p where p thresholds lie strictly below it; on a threshold it
 * belongs to the lower piece (ReLU: active means h > 0).
 */
export interface Pieces {
  /** In rising order. */
  readonly thresholds: readonly number[];
  /** One more than there are thresholds. */
  readonly slopes: readonly number[];
  readonly value: (h: number) => number;
}

/** For each threshold whether the activation is zero there. */
export function zeroThresholds({ thresholds, value }: Pieces): readonly boolean[] {
  return thresholds.map((threshold) => value(threshold) === 0);
}

/** The piece of a pre-activation: the number of thresholds strictly below it. */
export function pieceAt({ thresholds }: Pieces, h: number): number {
  let piece = 0;
  for (const threshold of thresholds) if (h > threshold) piece++;
  return piece;
}
