/**
 * The one check of networks that users write: what every public function that takes a `NetworkSpec` does
 * first.
 */

import {
  atLeast,
  checkList,
  checkNumbers,
  checkPlain,
  integerIn,
  numberIn,
  oneOf,
  wrongValue,
} from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { activationOf } from './activation-text.ts';
import { problemOfSet } from './law.ts';
import type { Law, Layer, LayeredNetwork, UniformNetwork } from './network.ts';

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
    biases: checkLaw,
    sigmaB: (name, sigma) => atLeast(0, name, sigma),
    scaling: (name, scaling) => oneOf(['fan-in', 'none'], name, scaling),
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
}

/** The shorthand, checked as it is written. @throws TypeError, RangeError */
export function checkUniform(network: UniformNetwork): void {
  const { width: _, ...shared } = FIELDS.dense;
  const fields = Object.entries(shared);
  checkPlain('network', network, ['inputDim', 'widths', ...fields.map(([field]) => field)]);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', network.inputDim);
  checkWidths(network.widths);
  for (const [field, check] of fields) check(field, network[field as keyof UniformNetwork] as never);
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
  oneOf(['gaussian', 'uniform', 'discrete'], name, law.kind);
  if (law.kind !== 'discrete') return;
  const { values } = law;
  checkNumbers(name, values);
  const why = values.length === 0 ? 'it is empty' : problemOfSet(Array.from(values));
  if (why !== null) wrongValue(name, `a finite symmetric set of values (${why})`, values);
}
