/** Which values of an axis are marked, and how they are written: all of one axis in the same way. */
import { exp, ln } from '../../numeric/functions.ts';
import { textWidth } from './text.ts';

export interface Tick {
  /** Position. */
  readonly at: number;
  /** Empty where there is no room for it. */
  readonly label: string;
}

/** A value, digits × 10^decade: it may lie outside the range of a double. */
interface Marked {
  readonly digits: number;
  readonly decade: number;
}

/**
 * Ticks of a log axis from `low` to `high` (log10): powers of ten, with 2 and 5 between them where there is
 * room.
 */
export function logTicks(low: number, high: number, most = 8): Tick[] {
  const digits = 3 * (high - low) <= most + 1 ? [1, 2, 5] : [1];
  const every = (step: number) => {
    const marked: Marked[] = [];
    for (let decade = Math.floor(low / step) * step; decade <= high; decade += step)
      marked.push(...digits.map((digits) => ({ digits, decade })));
    return marked.filter((mark) => place(mark) >= low - 1e-9 && place(mark) <= high + 1e-9);
  };
  const step = niceStep((high - low) / most, true);
  const few = every(step).length < 3 && step > 1;
  const inside = every(few ? niceStep(step / 2.6, true) : step);
  // Less than a factor of five or so: round numbers as on a linear axis.
  if (inside.length < 3 && low > -300 && high < 300 && high - low < 1) {
    const value = (at: number) => exp(at * Math.LN10);
    return linearTicks(value(low), value(high), most).map(({ at, label }) => ({
      at: ln(at) / Math.LN10,
      label,
    }));
  }
  const plainly = inside.every(({ decade }) => decade >= -3 && decade <= 4);
  return inside.map((mark) => ({
    at: place(mark),
    label: plainly ? plain(Number(`${mark.digits}e${mark.decade}`)) : scientific(mark),
  }));
}

/** Ticks of a linear axis. */
export function linearTicks(low: number, high: number, most = 6): Tick[] {
  const step = niceStep((high - low) / most, false);
  const ticks = multiples(low, high, step);
  // One or two would be no scale: the next smaller step.
  return ticks.length < 3 ? multiples(low, high, niceStep(step / 2.6, false)) : ticks;
}

/** Whole numbers, both ends among them: layers. */
export function wholeTicks(low: number, high: number, most = 10): Tick[] {
  const step = niceStep((high - low) / most, true);
  if (Number.isInteger(low) && (high - low) % step === 0)
    return multiples(0, high - low, step).map(({ at }) => ({ at: low + at, label: plain(low + at) }));
  const ends = [low, high].filter((end) => Number.isInteger(end));
  const between = multiples(low, high, step).filter(({ at }) =>
    ends.every((end) => at === end || Math.abs(at - end) > step / 2),
  );
  const missing = ends.filter((end) => between.every(({ at }) => at !== end));
  return [...between, ...missing.map((at) => ({ at, label: plain(at) }))].sort((a, b) => a.at - b.at);
}

/** Values that somebody chose. */
export function givenTicks(values: readonly number[], at: (value: number) => number): Tick[] {
  return values.map((value) => ({ at: at(value), label: plain(value) }));
}

/**
 * Leaves labels out, evenly, until neighbours have room beside each other; `scale`: units of the
 * picture in a unit of position.
 */
export function withoutOverlap(ticks: readonly Tick[], scale: number): Tick[] {
  const fits = (every: number) => {
    const shown = ticks.filter((_, i) => i % every === 0);
    return shown.slice(1).every(({ at, label }, i) => {
      const before = shown[i]!;
      return scale * Math.abs(at - before.at) >= (textWidth(label) + textWidth(before.label)) / 2 + 3;
    });
  };
  let every = 1;
  while (every < ticks.length && !fits(every)) every++;
  return ticks.map(({ at, label }, i) => ({ at, label: i % every === 0 ? label : '' }));
}

function multiples(low: number, high: number, step: number): Tick[] {
  const slack = 1e-9 * (high - low);
  const values: number[] = [];
  // No -0: it would be marked so.
  const first = Math.ceil((low - slack) / step) + 0;
  // Ends that are next to each other among the doubles have nothing between them.
  if (!(Math.abs(first) < 2 ** 50)) return [];
  for (let i = first; i * step <= high + slack; i++) values.push(i * step);
  const size = Math.max(...values.map(Math.abs));
  const plainly = size < 1e5 && (size === 0 || size >= 1e-3);
  const decade = plainly ? 0 : Number(size.toExponential().split('e')[1]);
  return values.map((at) => ({
    at,
    label:
      plainly || at === 0
        ? plain(at)
        : scientific({ digits: Number((at / Number(`1e${decade}`)).toPrecision(4)), decade }),
  }));
}

/** The smallest of 1, 2, 5, 10, … times a power of ten that is at least `least`; at least 1 if `whole`. */
function niceStep(least: number, whole: boolean): number {
  if (!Number.isFinite(least)) return Number.MAX_VALUE;
  let decade = whole ? 0 : Number(least.toExponential(0).split('e')[1]);
  for (; ; decade++) {
    for (const digit of [1, 2, 5]) {
      const step = Number(`${digit}e${decade}`);
      if (step >= least) return step;
    }
  }
}

function place({ digits, decade }: Marked): number {
  return decade + (digits === 1 ? 0 : ln(digits) / Math.LN10);
}

function scientific({ digits, decade }: Marked): string {
  const power = `10${String(decade).replace(/./g, (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'['0123456789-'.indexOf(c)]!)}`;
  return digits === 1 ? power : `${plain(digits)}·${power}`;
}

/** At most four digits, with a minus sign instead of a hyphen. */
function plain(x: number): string {
  return String(Number(x.toPrecision(4))).replace('-', '−');
}
