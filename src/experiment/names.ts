/** Laws and activations as they are written in experiments and on the command line. */

import { checkText } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import { NUMBER_PATTERN, readNumber } from '../input/numbers.ts';
import {
  type Activation,
  type ActivationInput,
  activationOf,
  type Law,
  problemOfSet,
} from '../network/index.ts';

export const LAW_SYNTAX = 'gaussian, uniform, discrete or discrete:-2:-1:1:2 (a finite symmetric set)';

/** Regular expression of the texts; it cannot say that a set is symmetric. */
export const LAW_PATTERN = `^(?:gaussian|uniform|discrete(?::${NUMBER_PATTERN})*)$`;

/**
 * Reads `gaussian`, `uniform`, `discrete` (±1) or `discrete:v1:v2:…`. @throws TypeError, RangeError saying
 * what is wrong.
 */
export function parseLaw(text: string): Law {
  checkText('law', text);
  return named('law', () => readLaw(text));
}

/**
 * Reads an activation: its name with its numbers, such as `tanh` or `leaky-relu:0.1`, or the same as an
 * object. @throws TypeError, RangeError saying what is wrong.
 */
export function parseActivation(given: ActivationInput): Activation {
  return activationOf('activation', given);
}

/** `parseLaw` for callers that name what was read. @throws RangeError without a name: `expected …, got …`. */
export function readLaw(text: string): Law {
  if (text === 'gaussian' || text === 'uniform') return { kind: text };
  if (text === 'discrete') return { kind: 'discrete', values: [-1, 1] };
  if (!text.startsWith('discrete:')) throw valueFault(null, LAW_SYNTAX, echo(text));
  const values = text.slice('discrete:'.length).split(':').map(readNumber);
  const why = problemOfSet(values);
  if (why !== null) {
    throw valueFault(null, 'a finite symmetric set such as discrete:-2:-1:1:2', `${echo(text)} (${why})`);
  }
  return { kind: 'discrete', values: values.sort((a, b) => a - b) };
}
