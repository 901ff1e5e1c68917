import { montufar2014Lower, pascanu2013Lower, serra2018Lower } from './lower-bounds.ts';
import { montufar2017Upper, serra2018Upper, trivialUpper, zaslavsky } from './upper-bounds.ts';

/** Exact integers; `null` where a formula's condition fails. */
export interface RegionBounds {
  /** Zaslavsky: sum_{j<=n_0} C(n_1, j), exact for one layer in general position; `null` for more layers. */
  readonly zaslavsky: bigint | null;
  /**
   * Pascanu, Montúfar & Bengio (arXiv 1312.6098): a lower bound on the largest number of linear regions over
   * all weights. `null` unless every n_l >= n_0.
   */
  readonly pascanu2013Lower: bigint | null;
  /** Montúfar, Pascanu, Cho & Bengio (arXiv 1402.1869): the same, larger. `null` unless every n_l >= n_0. */
  readonly montufar2014Lower: bigint | null;
  /**
   * Serra, Tjandraatmadja & Ramalingam (arXiv 1711.02114): the same, larger. `null` unless every n_l >= 3
   * n_0.
   */
  readonly serra2018Lower: bigint | null;
  /** Montúfar 2017: an upper bound on the number of activation regions of every network. */
  readonly montufar2017Upper: bigint;
  /** Serra, Tjandraatmadja & Ramalingam (arXiv 1711.02114): the same, never larger; exact for one input. */
  readonly serra2018Upper: bigint;
  /** 2^(n_1 + … + n_L): every neuron on or off. */
  readonly trivialUpper: bigint;
}

/**
 * What is known about the number of regions into which a ReLU network with n_0 inputs and hidden layers n_1 …
 * n_L can divide its input space; docs/theory.md compares the bounds.
 * @throws TypeError, RangeError for an invalid shape, or one too large: sizes up to 10,000, 100,000 neurons
 * in all.
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
