/** The one check of networks that users write: what every public function that takes a `NetworkSpec` does first. */
import {
  atLeast,
  checkList,
  checkNumbers,
  checkPlain,
  integerIn,
  numberIn,
  oneOf,
  wrongNumber,
  wrongValue,
} from './check.ts';
import { ACTIVATION_SYNTAX, PLAIN_ACTIVATIONS, problemOfSet } from './names.ts';
import type { Activation, Law, NetworkSpec } from './network.ts';

/** @throws TypeError, RangeError that names the first field that is wrong. */
export function checkNetworkSpec(spec: NetworkSpec): void {
  checkPlain('network', spec);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', spec.inputDim);
  checkWidths(spec.widths);
  numberIn(0, 1, 'density', spec.density);
  checkLaw('weights', spec.weights);
  atLeast(0, 'sigmaW', spec.sigmaW);
  checkLaw('biases', spec.biases);
  atLeast(0, 'sigmaB', spec.sigmaB);
  oneOf(['fan-in', 'none'], 'scaling', spec.scaling);
  checkActivation(spec.activation);
}

/** n_1 … n_d, each at most `largest`. @throws TypeError, RangeError */
export function checkWidths(
  widths: unknown,
  largest: number = Number.MAX_SAFE_INTEGER,
): asserts widths is readonly number[] {
  checkList('widths', widths);
  if (widths.length === 0) throw new RangeError('widths: expected at least one width, got none');
  // Not forEach, which would pass over the holes of a sparse array.
  for (let i = 0; i < widths.length; i++)
    integerIn(1, largest, widths.length === 1 ? 'widths' : `widths[${i}]`, widths[i]);
}

function checkLaw(name: string, law: Law): void {
  checkPlain(name, law);
  oneOf(['gaussian', 'uniform', 'discrete'], name, law.kind);
  if (law.kind !== 'discrete') return;
  const { values } = law;
  checkNumbers(name, values);
  const why = values.length === 0 ? 'it is empty' : problemOfSet(Array.from(values));
  if (why !== null) wrongValue(name, `a finite symmetric set of values (${why})`, values);
}

/** @throws TypeError, RangeError */
export function checkActivation(activation: Activation): void {
  checkPlain('activation', activation);
  if (activation.name === 'leaky-relu') {
    if (!Number.isFinite(activation.slope)) wrongNumber('activation', 'a finite slope', activation.slope);
  } else if (!PLAIN_ACTIVATIONS.includes(activation.name)) {
    wrongValue('activation', ACTIVATION_SYNTAX, activation.name);
  }
}
