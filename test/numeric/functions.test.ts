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
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { expect, it } from 'vitest';
import * as made from '../../src/numeric/functions.ts';
import * as quantile from '../../src/numeric/t-quantile.ts';

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
  expect(Object.keys(quantile)).toEqual(['tQuantile']);
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

/** Degrees of freedom: of every number of networks that is common, and some of up to 10^12. */
const DEGREES = [
  ...Array.from({ length: 1000 }, (_, i) => i + 1),
  ...SAMPLE.slice(0, 1000).map((x) => Math.floor(10 ** ((Math.abs(x) % 1) * 12)) + 1),
  ...[2 ** 28, 2 ** 28 + 1, 2 ** 31, 2 ** 53],
];

it('tQuantile, of what statistics and checks ask', () => {
  const probabilities = [0.975, 0.98, 0.9995, 1 - 1e-9, 1 - 1e-13, 1 - 2 ** -52];
  const pairs = DEGREES.flatMap((v) => probabilities.map((p): [number, number] => [p, v]));
  const drawn = SAMPLE.slice(0, 9000).map((x, i): [number, number] => [
    1 - 0.025 * 10 ** (-14 * (Math.abs(x) % 1)),
    1 + (i % 300),
  ]);
  expect(differences(quantile.tQuantile, tQuantile, [...pairs, ...drawn])).toEqual([]);
});

/** By mpmath 1.3.0 with 40 digits, rounded. Textbooks have 12.706, 4.303, 3.182 … */
const T_975 = new Map([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [3, 3.1824463052837086],
  [4, 2.7764451051977934],
  [5, 2.5705818356363146],
  [9, 2.262157162798205],
  [19, 2.093024054408309],
  [29, 2.045229642132704],
  [99, 1.9842169515864172],
  [299, 1.9679296690656696],
]);
const T_9995 = new Map([
  [1, 636.6192487687897],
  [2, 31.599054576445365],
  [3, 12.923978636687965],
  [4, 8.610301581379522],
  [5, 6.868826625881275],
  [9, 4.780912585931218],
  [19, 3.8834058525921313],
  [29, 3.6594050194663743],
  [99, 3.3915288333636844],
  [299, 3.323361948116147],
]);

it.each([
  [0.975, T_975],
  [0.9995, T_9995],
])('tQuantile at %s is within 1e-15 of the true value, relatively', (p, table) => {
  for (const [degrees, value] of table)
    expect(Math.abs(quantile.tQuantile(p, degrees) / value - 1), `${degrees}`).toBeLessThan(1e-15);
});
