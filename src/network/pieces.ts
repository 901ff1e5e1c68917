/** Piecewise-linear activations as what they are: thresholds, and slopes between them. */

/**
 * A continuous piecewise-linear activation: on piece p, between thresholds p - 1 and p, it has slope `slopes[p]`. A pre-activation h is
 * on piece p where p thresholds lie strictly below it; on a threshold it belongs to the lower piece (ReLU: active means h > 0).
 */
export interface Pieces {
  /** In rising order. */
  readonly thresholds: readonly number[];
  /** One more than there are thresholds. */
  readonly slopes: readonly number[];
  readonly value: (h: number) => number;
}

/** The pieces of a piecewise-linear activation, `null` for the others. */
export function piecesOf(activation: { readonly name: string; readonly slope?: number }): Pieces | null {
  switch (activation.name) {
    case 'relu':
      return { thresholds: [0], slopes: [0, 1], value: (h) => Math.max(h, 0) };
    case 'leaky-relu': {
      const { slope = 0 } = activation;
      return { thresholds: [0], slopes: [slope, 1], value: (h) => (h > 0 ? h : slope * h) };
    }
    case 'abs':
      return { thresholds: [0], slopes: [-1, 1], value: Math.abs };
    case 'linear':
      return { thresholds: [], slopes: [1], value: (h) => h };
    case 'hard-tanh':
      return { thresholds: [-1, 1], slopes: [0, 1, 0], value: (h) => Math.min(1, Math.max(-1, h)) };
    default:
      return null;
  }
}

/** The piece of a pre-activation: the number of thresholds strictly below it. */
export function pieceAt({ thresholds }: Pieces, h: number): number {
  let piece = 0;
  for (const threshold of thresholds) if (h > threshold) piece++;
  return piece;
}
