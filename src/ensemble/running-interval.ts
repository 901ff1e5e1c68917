/** The interval of the mean final length while networks come in, in whatever order, as a few numbers. */
import type { LengthRecord, Subject } from '../measure/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { type Moments, mergedLayers, momentsOf } from './growth-moments.ts';
import { studentReach } from './interval.ts';
import { productHalfWidth } from './products.ts';
import { finalLengths } from './stopping.ts';
import type { ScaledColumn } from './types.ts';

/** For display: its last digits depend on the order of the blocks. */
export class RunningInterval {
  readonly #subject: Subject;
  /** Growths of all layers, or lengths in units of 2 ** `#unit` as if of one layer. */
  #moments: readonly Moments[] | null = null;
  #unit: number | null = null;
  #alive = false;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  add(block: LengthRecord): void {
    const { alive, values, growths } = finalLengths(block, this.#subject);
    this.#alive ||= alive;
    const own = growths ?? [momentsOf(this.#scaled(values))];
    this.#moments = this.#moments === null ? own : mergedLayers([this.#moments, own]);
  }

  /** Half the 95 % interval over the mean; null before the second network, Infinity while all died. */
  relativeHalfWidth(): number | null {
    const [first] = this.#moments ?? [];
    if (first === undefined || first.count < 2) return null;
    if (!this.#alive) return Number.POSITIVE_INFINITY;
    if (this.#unit === null) return productHalfWidth(this.#moments!, first.count);
    const { count, mean, squares } = first;
    if (mean <= 0) return Number.POSITIVE_INFINITY;
    return (studentReach(count)[0] * Math.sqrt(squares / (count - 1) / count)) / mean;
  }

  #scaled({ mantissa, exponent }: ScaledColumn): Float64Array {
    const at = mantissa.findIndex((m) => m !== 0);
    this.#unit ??= at < 0 ? 0 : exponent[at]! + exponentOf(mantissa[at]!);
    const unit = this.#unit;
    return mantissa.map((m, i) => ldexp(m, exponent[i]! - unit));
  }
}
