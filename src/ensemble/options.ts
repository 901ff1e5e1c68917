/**
 * What every function that runs an ensemble can be told. Apart from the ensemble, which a run loads while its
 * workers start.
 */
import type { CellParameters } from '../experiment/cells.ts';
import { checkFunction, checkPlain, checkSignal, ifGiven } from '../input/check.ts';

/** How far a run is. */
export interface Progress {
  /** Networks measured so far, over all runs. */
  readonly networks: number;
  /** Networks planned; with `untilRelativeCi` the number that is known so far. */
  readonly planned: number;
  /**
   * Share of the planned work that is done, in [0, 1]: networks weighted with their cost, parts of those under
   * way included.
   */
  readonly share: number;
  /** The part of both that records had at the start; left out without records. */
  readonly before?: { readonly networks: number; readonly share: number };
  /** The run that reported last, and how many there are. */
  readonly run: number;
  readonly runs: number;
  /**
   * Swept parameters that the cells of this run have in common and that distinguish them from the others.
   * Empty without a sweep.
   */
  readonly parameters: CellParameters;
  /**
   * Half-width of the current 95 % interval of that run's mean final length, over the mean; `null` before the
   * second network.
   */
  relativeHalfWidth(): number | null;
}

/** Progress and interruption of a run. */
export interface EnsembleOptions {
  /** Aborted, it stops the run with an InterruptedError. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every block of networks, and now and then inside one that takes longer than a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * What functions that run an ensemble do first with their options, which may have `others`. @throws TypeError
 */
export function checkEnsembleOptions(options: EnsembleOptions, others: readonly string[]): void {
  checkPlain('options', options, ['signal', 'onProgress', ...others]);
  ifGiven(checkSignal, 'signal', options.signal);
  ifGiven(checkFunction, 'onProgress', options.onProgress);
}
