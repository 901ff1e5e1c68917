/** The vertical axis: where a value lies on it, and its ticks. Logarithms are taken here, so that a value given only
 * by its logarithm, far outside the range of a double, has its place too. */
import ln from '@stdlib/math-base-special-ln';
import type { Stat } from '../../ensemble/types.ts';

/** Positions are log10 of the value on a `log` axis, the value itself on a `linear` one. */
export type AxisKind = 'log' | 'linear';

/** What a drawn point stands for: the mean, or the geometric mean where the mean leaves the range of a double. */
export interface Position {
  readonly y: number;
  readonly stands: 'mean' | 'geometric mean';
}

/** Position of a value; undefined where it has none. */
export function position(kind: AxisKind, value: number | null): number | undefined {
  if (value === null || !Number.isFinite(value)) return undefined;
  if (kind === 'linear') return value;
  return value > 0 ? ln(value) / Math.LN10 : undefined;
}

/** Whether the value at a position on a log axis overflows or underflows a double. */
export function isBeyondDoubles(y: number): boolean {
  return y > 308 || y < -307;
}

/** Position of a statistic; undefined for a mean of 0 on a log axis, and where no network has a value. */
export function statPosition(kind: AxisKind, { mean, meanLog }: Stat): Position | undefined {
  const y = position(kind, mean);
  if (y !== undefined) return { y, stands: 'mean' };
  if (kind === 'linear' || mean !== null || meanLog === null) return undefined;
  return { y: meanLog / Math.LN10, stands: 'geometric mean' };
}

export interface Tick {
  readonly y: number;
  readonly label: string;
}

/** Ticks of a log axis from `low` to `high` (log10): powers of ten, with 2 and 5 between them where there is room. */
export function logTicks(low: number, high: number): Tick[] {
  const step = niceStep((high - low) / 8, true);
  const plainly = low > -3.5 && high < 3.5;
  const ticks: Tick[] = [];
  for (let decade = Math.floor(low / step) * step; decade <= high; decade += step) {
    ticks.push({ y: decade, label: plainly ? plain(Number(`1e${decade}`)) : powerOfTen(decade) });
    if (high - low > 2.5) continue;
    for (const digit of [2, 5]) {
      ticks.push({ y: decade + ln(digit) / Math.LN10, label: plain(Number(`${digit}e${decade}`)) });
    }
  }
  return ticks.filter(({ y }) => y >= low - 1e-9 && y <= high + 1e-9);
}

/** Ticks of a linear axis. */
export function linearTicks(low: number, high: number): Tick[] {
  const step = niceStep((high - low) / 6, false);
  const ticks: Tick[] = [];
  for (let i = Math.ceil(low / step); i * step <= high * (1 + 1e-12); i++) {
    ticks.push({ y: i * step, label: plain(i * step) });
  }
  return ticks;
}

/** Layers to mark on the horizontal axis: whole numbers from 0, at most about ten. */
export function layerTicks(depth: number): number[] {
  const step = niceStep(depth / 10, true);
  return Array.from({ length: Math.floor(depth / step) + 1 }, (_, i) => i * step);
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

function plain(x: number): string {
  return String(Number(x.toPrecision(4))).replace('-', '−');
}
