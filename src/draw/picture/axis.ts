/** An axis: where a value lies on it, and its ticks. Logarithms are taken here, so that a value given only by its
 * logarithm, far outside the range of a double, has its place too. */
import { ln } from '../../numeric/functions.ts';

/**
 * Positions are log10 of the value on a `log` axis, the value itself on a `linear` one. An `exponent` axis is a log axis
 * whose values are given by their log10.
 */
export type AxisKind = 'log' | 'linear' | 'exponent';

export interface AxisSpec {
  /** What is along it: name, symbol, unit. */
  readonly label: string;
  /** `linear` by default. */
  readonly kind?: AxisKind;
  /** Ends, in values; by default what is drawn needs, and a little air. */
  readonly domain?: readonly [low: number, high: number];
  /** Values that must lie on the axis. */
  readonly include?: readonly number[];
  /** Values to mark, instead of round numbers. */
  readonly ticks?: readonly number[];
  /** Whole numbers alone are marked, from end to end without air: layers, neurons. */
  readonly whole?: boolean;
}

export interface Axis {
  readonly kind: AxisKind;
  /** Positions of the ends. */
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
  readonly label: string;
}

export interface Tick {
  /** Position. */
  readonly at: number;
  readonly label: string;
}

/** Position of a value; undefined where it has none. */
export function position(kind: AxisKind, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
  if (kind !== 'log') return value;
  return value > 0 ? ln(value) / Math.LN10 : undefined;
}

/** The axis that has room for all these positions. */
export function axisOver(spec: AxisSpec, positions: readonly number[]): Axis {
  const { label, kind = 'linear', domain, include = [], ticks, whole = false } = spec;
  const place = (values: readonly number[]) => values.flatMap((value) => position(kind, value) ?? []);
  const ends = domain === undefined ? airy(kind, whole, [...positions, ...place(include)]) : place(domain);
  const [low, high] = [ends[0] ?? 0, ends[1] ?? 1];
  const round = () =>
    kind !== 'linear' ? logTicks(low, high) : whole ? wholeTicks(low, high) : linearTicks(low, high);
  const given = ticks?.map((value) => ({ at: position(kind, value)!, label: plain(value) }));
  return { kind, label, low, high, ticks: given ?? round() };
}

/** Lowest and highest of the positions, with a little air; a linear axis does not cross 0 for air alone. */
function airy(kind: AxisKind, whole: boolean, positions: readonly number[]): [low: number, high: number] {
  if (positions.length === 0) return [0, 1];
  const low = positions.reduce((a, b) => Math.min(a, b));
  const high = positions.reduce((a, b) => Math.max(a, b));
  if (whole && high > low) return [low, high];
  const air = Math.max(0.04 * (high - low), kind === 'linear' ? 0.01 : 0.05);
  return [kind === 'linear' && low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** Ticks of a log axis from `low` to `high` (log10): powers of ten, with 2 and 5 between them where there is room. */
export function logTicks(low: number, high: number): Tick[] {
  const step = niceStep((high - low) / 8, true);
  const plainly = low > -3.5 && high < 3.5;
  const ticks: Tick[] = [];
  for (let decade = Math.floor(low / step) * step; decade <= high; decade += step) {
    ticks.push({ at: decade, label: plainly ? plain(Number(`1e${decade}`)) : powerOfTen(decade) });
    if (high - low > 2.5) continue;
    for (const digit of [2, 5]) {
      ticks.push({ at: decade + ln(digit) / Math.LN10, label: plain(Number(`${digit}e${decade}`)) });
    }
  }
  return ticks.filter(({ at }) => at >= low - 1e-9 && at <= high + 1e-9);
}

/** Ticks of a linear axis. */
export function linearTicks(low: number, high: number): Tick[] {
  return multiples(low, high, niceStep((high - low) / 6, false));
}

/** Whole numbers, at most about ten: layers. */
export function wholeTicks(low: number, high: number): Tick[] {
  return multiples(low, high, niceStep((high - low) / 10, true));
}

function multiples(low: number, high: number, step: number): Tick[] {
  const slack = 1e-9 * (high - low);
  const ticks: Tick[] = [];
  // No -0: it would be marked so.
  for (let i = Math.ceil((low - slack) / step) + 0; i * step <= high + slack; i++) {
    ticks.push({ at: i * step, label: plain(i * step) });
  }
  return ticks;
}

/** The smallest of 1, 2, 5, 10, … times a power of ten that is at least `least`; at least 1 if `whole`. */
function niceStep(least: number, whole: boolean): number {
  let decade = whole ? 0 : Number(least.toExponential(0).split('e')[1]);
  for (; ; decade++) {
    for (const digit of [1, 2, 5]) {
      const step = Number(`${digit}e${decade}`);
      if (step >= least) return step;
    }
  }
}

function powerOfTen(decade: number): string {
  if (decade === 0) return '1';
  return `10${String(decade).replace(/./g, (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'['0123456789-'.indexOf(c)]!)}`;
}

/** At most four digits, with a minus sign instead of a hyphen. */
function plain(x: number): string {
  return String(Number(x.toPrecision(4))).replace('-', '−');
}
