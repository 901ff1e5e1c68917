/**
 * Work on a machine that is not always one's own: all cases are gone through again and again, a few
 * milliseconds each, so that a neighbour who is there for seconds or minutes spoils some rounds of every case
 * and not all of one.
 */
import { consume, median } from './time.ts';

export const ROUNDS = 20;
const MILLISECONDS = 6;

/** Rates of one kind of work, round by round, and the machine's peak beside each. */
export class Rates {
  readonly #rates: number[] = [];
  readonly #shares: number[] = [];
  #bestPeak = 0;

  /**
   * Calls `work` for a few milliseconds: the fastest call counts. `amount`: what a call does, in the unit of
   * the rates per second.
   */
  measure(work: () => number, amount: number, peak: () => number): void {
    const before = peak();
    const rate = amount * callsPerSecond(work);
    const after = peak();
    this.#rates.push(rate);
    this.#shares.push((2 * rate) / (before + after));
    this.#bestPeak = Math.max(this.#bestPeak, before, after);
  }

  get best(): number {
    return Math.max(...this.#rates);
  }

  get bestPeak(): number {
    return this.#bestPeak;
  }

  /** Median over the rounds of the rate over the peak beside it. */
  get medianShare(): number {
    return median(this.#shares);
  }
}

/** Calls a second, the fastest of some for as long as `MILLISECONDS`. */
function callsPerSecond(work: () => number): number {
  const until = performance.now() + MILLISECONDS;
  let least = Number.POSITIVE_INFINITY;
  for (let start = performance.now(); start < until; ) {
    consume(work());
    const end = performance.now();
    least = Math.min(least, end - start);
    start = end;
  }
  return 1000 / least;
}
