/** Where an activation of one's own is not smooth: as listed, and as found. */

import { checkList } from '../../input/check.ts';
import { echo } from '../../input/errors.ts';
import { valueFault } from '../../input/faults.ts';
import type { OwnActivation } from './activation.ts';

/** A change within rounding of one point that is less than this part of a function's size is none. */
const JUMP = 1e-5;
/**
 * Steps of 1/32 up to 32, then sixteen to an octave up to 2^20: kinks of a cell that cancel each other go
 * unseen.
 */
const POINTS: readonly number[] = (() => {
  const positive = Array.from({ length: 32 * 32 }, (_, i) => (i + 0.5) / 32);
  for (let x = positive.at(-1)!; x < 2 ** 20; ) positive.push((x *= 1.0443));
  return [...positive.map((x) => -x).reverse(), ...positive];
})();

/** So near to each other two points are one, but for rounding. */
const NARROW = 1e-15;

const CONTINUOUS = 'value to be continuous';

const NAMES = ['value', 'derivative', 'secondDerivative'] as const;

/** The kinks in rising order. @throws TypeError, RangeError where they are no list of finite numbers */
function listOf(kinks: unknown): number[] {
  if (kinks === undefined) return [];
  checkList('activation.kinks', kinks);
  const wrong = kinks.find((at) => !Number.isFinite(at));
  if (wrong !== undefined || kinks.includes(undefined))
    throw valueFault('activation', 'finite numbers in kinks', echo(wrong));
  return [...new Set(kinks as number[])].sort((a, b) => a - b);
}

const beside = (at: number) => 1e-9 * Math.max(1, Math.abs(at));

/**
 * Where f jumps between a and b, or null. Halves towards the larger change, which falls to nothing where f is
 * continuous.
 */
function jumpBetween(f: (h: number) => number, from: number, to: number, size: number): number | null {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  for (;;) {
    const change = Math.abs(fb - fa);
    if (!(change > JUMP * Math.max(Math.abs(fa), Math.abs(fb), size))) return null;
    if (b - a <= NARROW * Math.max(1, Math.abs(b))) return b;
    const middle = (a + b) / 2;
    const fm = f(middle);
    if (Math.abs(fm - fa) > Math.abs(fb - fm)) [b, fb] = [middle, fm];
    else [a, fa] = [middle, fm];
  }
}

/** The largest |f| near 0. */
function sizeOf(f: (h: number) => number): number {
  return POINTS.reduce((most, h) => (Math.abs(h) < 4 ? Math.max(most, Math.abs(f(h))) : most), 0);
}

/**
 * The listed kinks in rising order, and whether the derivative jumps at one of them.
 * @throws TypeError, RangeError for an invalid list, an activation that is not continuous, and a jump of
 * a derivative where none is listed.
 */
export function kinksOfOwn(activation: OwnActivation): {
  readonly at: readonly number[];
  readonly bent: boolean;
} {
  const at = listOf(activation.kinks);
  const sizes = NAMES.map((name) => sizeOf(activation[name]));
  const jumps = (k: number, n: number) =>
    jumpBetween(activation[NAMES[n]!], k - beside(k), k + beside(k), sizes[n]!) !== null;
  const broken = at.find((k) => jumps(k, 0));
  if (broken !== undefined) throw valueFault('activation', CONTINUOUS, `a jump near ${broken}`);
  const ends = [...POINTS, ...at].sort((a, b) => a - b);
  for (const [n, name] of NAMES.entries()) {
    for (let i = 1; i < ends.length; i++) {
      const inside = (end: number, side: number) => (at.includes(end) ? end + side * beside(end) : end);
      const found = jumpBetween(activation[name], inside(ends[i - 1]!, 1), inside(ends[i]!, -1), sizes[n]!);
      if (found === null) continue;
      const place = Math.round(found * 1e6) / 1e6 || 0;
      if (n === 0) throw valueFault('activation', CONTINUOUS, `a jump near ${place}`);
      throw valueFault(
        'activation',
        'kinks to list every jump of a derivative',
        `one of ${name} near ${place}`,
      );
    }
  }
  return { at, bent: at.some((k) => jumps(k, 1)) };
}
