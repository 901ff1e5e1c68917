import { montufar2014Lower, pascanu2013Lower, serra2018Lower } from './lower-bounds.ts';
import { montufar2017Upper, serra2018Upper, trivialUpper, zaslavsky } from './upper-bounds.ts';

/** Exact integers; `null` where a formula's condition fails. */
export interface RegionBounds {
  /** Exact for one layer in general position; `null` for more. */
  readonly zaslavsky: bigint | null;
  /** Lower bounds on the largest number of linear regions over all weights. */
  readonly pascanu2013Lower: bigint | null;
  readonly montufar2014Lower: bigint | null;
  readonly serra2018Lower: bigint | null;
  /** Upper bounds on the number of activation regions of every network. */
  readonly montufar2017Upper: bigint;
  readonly serra2018Upper: bigint;
  readonly trivialUpper: bigint;
}

/**
 * What is known about the number of regions into which a ReLU network with n_0 inputs and hidden layers n_1 … n_L can divide
 * its input space. Each number has a function of its own, with source and condition; docs/theory.md compares them.
 * @throws TypeError, RangeError for a shape that is none, or too large: sizes up to 10,000, 100,000 neurons in all.
 */
export function regionBounds(inputDim: number, widths: readonly number[]): RegionBounds {
  return {
    zaslavsky: zaslavsky(inputDim, widths),
    pascanu2013Lower: pascanu2013Lower(inputDim, widths),
    montufar2014Lower: montufar2014Lower(inputDim, widths),
    serra2018Lower: serra2018Lower(inputDim, widths),
    montufar2017Upper: montufar2017Upper(inputDim, widths),
    serra2018Upper: serra2018Upper(inputDim, widths),
    trivialUpper: trivialUpper(inputDim, widths),
  };
}
