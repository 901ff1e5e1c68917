/**
 * The one check of networks that users write: what every public function that takes a `NetworkSpec` does
 * first.
 */

import {
  atLeast,
  checkList,
  checkNumbers,
  checkPlain,
  ifGiven,
  integerIn,
  numberIn,
  oneOf,
  wrongValue,
} from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { activationOf } from './activation-text.ts';
import { isMatrixLaw, LAWS, MOST_BLOCK, MOST_RANK, NU_RANGE, problemOfSet, problemOfWeights } from './law.ts';
import {
  BIAS_SCALINGS,
  type EntryLaw,
  type Law,
  type Layer,
  type LayeredNetwork,
  type Mask,
  SCALINGS,
  type UniformNetwork,
  type Weighted,
} from './network.ts';

/** What each type of layer consists of, beside its type: the check of every field. */
const FIELDS: {
  readonly [T in Layer['type']]: {
    readonly [F in Exclude<keyof (Layer & { type: T }), 'type'>]: (name: string, value: never) => void;
  };
} = {
  dense: {
    width: (name, width) => integerIn(1, Number.MAX_SAFE_INTEGER, name, width),
    density: (name, density) => numberIn(0, 1, name, density),
    weights: checkLaw,
    sigmaW: (name, sigma) => atLeast(0, name, sigma),
    biases: checkEntryLaw,
    sigmaB: (name, sigma) => atLeast(0, name, sigma),
    scaling: (name, scaling) => oneOf(SCALINGS, name, scaling),
    mask: checkMask,
    biasScaling: (name, scaling) => ifGiven((n, value) => oneOf(BIAS_SCALINGS, n, value), name, scaling),
    activation: activationOf,
  },
};

export const LAYER_TYPES = Object.keys(FIELDS) as Layer['type'][];

/** @throws TypeError, RangeError that names the first field that is wrong, such as `layers[2].sigmaW`. */
export function checkNetworkSpec(spec: LayeredNetwork): void {
  checkPlain('network', spec, ['inputDim', 'layers']);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', spec.inputDim);
  checkList('layers', spec.layers, 1);
  // A layer that many share is checked once. Not forEach, which would pass over the holes of a sparse array.
  const checked = new Set<unknown>();
  for (let l = 0; l < spec.layers.length; l++) {
    const layer = spec.layers[l]!;
    if (checked.has(layer)) continue;
    checkLayer(`layers[${l}]`, layer);
    checked.add(layer);
  }
}

function checkLayer(name: string, layer: LayeredNetwork['layers'][number]): void {
  checkPlain(name, layer);
  oneOf(LAYER_TYPES, `${name}.type`, layer.type);
  const fields = Object.entries(FIELDS[layer.type]);
  checkPlain(name, layer, ['type', ...fields.map(([field]) => field)]);
  for (const [field, check] of fields) check(`${name}.${field}`, layer[field as keyof Layer] as never);
  checkWeights(`${name}.`, layer);
}

/** The shorthand, checked as it is written. @throws TypeError, RangeError */
export function checkUniform(network: UniformNetwork): void {
  const { width: _, ...shared } = FIELDS.dense;
  const fields = Object.entries(shared);
  checkPlain('network', network, ['inputDim', 'widths', ...fields.map(([field]) => field)]);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', network.inputDim);
  checkWidths(network.widths);
  for (const [field, check] of fields) check(field, network[field as keyof UniformNetwork] as never);
  checkWeights('', network);
}

/** @throws RangeError for weights and masks that do not go together. */
function checkWeights(prefix: string, weighted: Weighted): void {
  const problem = problemOfWeights(weighted);
  if (problem !== null) throw valueFault(prefix + problem.field, problem.expected, problem.got);
}

/** n_1 … n_d, each at most `largest`. @throws TypeError, RangeError */
export function checkWidths(
  widths: unknown,
  largest: number = Number.MAX_SAFE_INTEGER,
): asserts widths is readonly number[] {
  checkList('widths', widths);
  if (widths.length === 0) throw valueFault('widths', 'at least one width', 'none');
  // Not forEach, which would pass over the holes of a sparse array.
  for (let i = 0; i < widths.length; i++)
    integerIn(1, largest, 'widths', widths[i], widths.length === 1 ? null : i);
}

/** @throws TypeError, RangeError */
export function checkLaw(name: string, law: Law): void {
  checkPlain(name, law);
  oneOf(LAWS, name, law.kind);
  if (law.kind === 'student') numberIn(...NU_RANGE, name, law.nu);
  if (law.kind === 'low-rank') integerIn(1, MOST_RANK, name, law.rank);
  if (law.kind !== 'discrete') return;
  const { values } = law;
  checkNumbers(name, values);
  const why = values.length === 0 ? 'it is empty' : problemOfSet(Array.from(values));
  if (why !== null) wrongValue(name, `a finite symmetric set of values (${why})`, values);
}

/** The law of single entries. @throws TypeError, RangeError */
export function checkEntryLaw(name: string, law: Law): asserts law is EntryLaw {
  checkLaw(name, law);
  if (isMatrixLaw(law)) wrongValue(name, 'a law of single numbers', law.kind);
}

/** @throws TypeError, RangeError */
function checkMask(name: string, mask: Mask | undefined): void {
  if (mask === undefined) return;
  checkPlain(name, mask);
  oneOf(['bernoulli', 'fixed-fan-in', 'group', 'block'], name, mask.kind);
  if (mask.kind === 'block') integerIn(1, MOST_BLOCK, name, mask.size);
  if (mask.kind !== 'group') return;
  integerIn(1, MOST_BLOCK, name, mask.of);
  integerIn(1, mask.of, name, mask.keep);
}
