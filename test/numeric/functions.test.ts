/** The functions in one module are those of @stdlib, to the last bit. */
import acos from '@stdlib/math-base-special-acos';
import asin from '@stdlib/math-base-special-asin';
import atan2 from '@stdlib/math-base-special-atan2';
import cos from '@stdlib/math-base-special-cos';
import erf from '@stdlib/math-base-special-erf';
import erfc from '@stdlib/math-base-special-erfc';
import exp from '@stdlib/math-base-special-exp';
import gammaln from '@stdlib/math-base-special-gammaln';
import ln from '@stdlib/math-base-special-ln';
import sin from '@stdlib/math-base-special-sin';
import tanh from '@stdlib/math-base-special-tanh';
import { expect, it } from 'vitest';
import * as made from '../../src/numeric/functions.ts';

type Real = (x: number) => number;
const ELEMENTARY: Readonly<Record<Exclude<keyof typeof made, 'atan2'>, Real>> = {
  acos,
  asin,
  cos,
  erf,
  erfc,
  exp,
  gammaln,
  ln,
  sin,
  tanh,
};

const functions = { ...made };

const SPECIAL = [0, -0, 1, -1, 0.5, 5e-324, 2 ** -1022, Number.MAX_VALUE, Infinity, -Infinity, NaN];

/** Doubles of all magnitudes, and as many in [-1, 1] and in [-30, 30]; 53 bits each from a fixed sequence. */
const SAMPLE = sample(20_000);

function sample(n: number): number[] {
  let state = 1;
  const bits = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  const view = new DataView(new ArrayBuffer(8));
  const unit = () => (bits() * 2 ** 21 + (bits() >>> 11)) * 2 ** -53;
  const any = () => {
    view.setUint32(0, bits());
    view.setUint32(4, bits());
    return view.getFloat64(0);
  };
  return Array.from({ length: n }, () => [any(), 2 * unit() - 1, 60 * unit() - 30]).flat();
}

/** Arguments at which two functions differ; 0 and -0 do, NaN and NaN do not. */
function differences<A extends number[]>(
  f: (...args: A) => number,
  g: (...args: A) => number,
  args: readonly A[],
): A[] {
  return args.filter((at) => !Object.is(f(...at), g(...at)));
}

it('names of the modules are those compared here', () => {
  expect(Object.keys(functions).sort()).toEqual([...Object.keys(ELEMENTARY), 'atan2'].sort());
});

it.each(Object.keys(ELEMENTARY) as (keyof typeof ELEMENTARY)[])('%s', (name) => {
  const args = [...SPECIAL, ...SAMPLE].map((x): [number] => [x]);
  expect(differences(functions[name], ELEMENTARY[name], args)).toEqual([]);
  expect(new Set(args.map(([x]) => functions[name](x))).size).toBeGreaterThan(1000);
});

it('atan2', () => {
  const pairs = SPECIAL.flatMap((y) => SPECIAL.map((x): [number, number] => [y, x]));
  const drawn = SAMPLE.map((y, i): [number, number] => [y, SAMPLE[(i * 7 + 1) % SAMPLE.length]!]);
  expect(differences(functions.atan2, atan2, [...pairs, ...drawn])).toEqual([]);
});
