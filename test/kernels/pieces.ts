/** Activations as what they are: continuous, through the origin, linear between kinks or smooth. */
import type { Activation } from '../../src/network/index.ts';
import { smooth } from './smooth.ts';

export interface Pieces {
  /** Ascending; piece i lies between kink i - 1 and kink i. */
  readonly kinks: readonly number[];
  /** One more than kinks. */
  readonly slopes: readonly number[];
}

/** Of an activation that is not smooth. */
export function pieces(activation: Activation): Pieces {
  switch (activation.name) {
    case 'relu':
      return { kinks: [0], slopes: [0, 1] };
    case 'abs':
      return { kinks: [0], slopes: [-1, 1] };
    case 'linear':
      return { kinks: [], slopes: [1] };
    case 'leaky-relu':
      return { kinks: [0], slopes: [activation.slope, 1] };
    case 'hard-tanh':
      return { kinks: [-1, 1], slopes: [0, 1, 0] };
    default:
      throw new Error(`${activation.name} has no pieces`);
  }
}

export function pieceOf({ kinks }: Pieces, h: number): number {
  return kinks.filter((kink) => h > kink).length;
}

/** The integral of the slopes from 0 to h. */
export function valueAt({ kinks, slopes }: Pieces, h: number): number {
  return slopes.reduce((sum, slope, i) => {
    const within = (x: number) => Math.min(Math.max(x, kinks[i - 1] ?? -Infinity), kinks[i] ?? Infinity);
    return sum + slope * (within(h) - within(0));
  }, 0);
}

/** phi(h), of any activation. */
export function phi(activation: Activation, h: number): number {
  return smooth(activation)?.value(h) ?? valueAt(pieces(activation), h);
}
