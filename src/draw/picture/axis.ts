/** An axis: where a value lies on it, and which values are marked. Logarithms are taken here, so that a value given only
 * by its logarithm, far outside the range of a double, has its place too. */
import { ln } from '../../numeric/functions.ts';
import { givenTicks, linearTicks, logTicks, type Tick, wholeTicks } from './ticks.ts';

/**
 * Positions are log10 of the value on a `log` axis, the value itself on a `linear` one. An `exponent` axis is
 * a log axis whose values are given by their log10.
 */
export type AxisKind = 'log' | 'linear' | 'exponent';

export interface AxisSpec {
  /** Name, symbol and unit of the axis. */
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

/** Position of a value; undefined where it has none. */
export function position(kind: AxisKind, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
  if (kind !== 'log') return value;
  return value > 0 ? ln(value) / Math.LN10 : undefined;
}

/** The axis that has room for all these positions. @param most ticks that fit along it. */
export function axisOver(spec: AxisSpec, positions: readonly number[], most: number): Axis {
  const { label, kind = 'linear', domain, include = [], ticks, whole = false } = spec;
  const place = (values: readonly number[]) => values.flatMap((value) => position(kind, value) ?? []);
  const ends = domain === undefined ? airy(kind, whole, [...positions, ...place(include)]) : place(domain);
  const [low, high] = [ends[0] ?? 0, ends[1] ?? 1];
  const round = () => {
    if (kind !== 'linear') return logTicks(low, high, most);
    return whole ? wholeTicks(low, high, most) : linearTicks(low, high, most);
  };
  const given = ticks && givenTicks(ticks, (value) => position(kind, value)!);
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
