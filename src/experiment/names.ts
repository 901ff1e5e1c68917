/** Laws and activations as they are written in experiments and on the command line. */

import { checkText } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import {
  ACTIVATION_NAMES,
  ACTIVATION_SYNTAX,
  ACTIVATIONS,
  type Activation,
  activationSyntax,
  type Law,
  problemOfSet,
} from '../network/index.ts';
import { NUMBER_PATTERN, readNumber } from './numbers.ts';

export const LAW_SYNTAX = 'gaussian, uniform, discrete or discrete:-2:-1:1:2 (a finite symmetric set)';

/** Regular expressions for the two syntaxes; they cannot say that a set is symmetric or a slope in range. */
export const LAW_PATTERN = `^(?:gaussian|uniform|discrete(?::${NUMBER_PATTERN})*)$`;
export const ACTIVATION_PATTERN = `^(?:${ACTIVATION_NAMES.map(
  (name) => name + ACTIVATIONS[name].parameters.map(() => `:${NUMBER_PATTERN}`).join(''),
).join('|')})$`;

/** Reads `gaussian`, `uniform`, `discrete` (±1) or `discrete:v1:v2:…`. @throws TypeError, RangeError saying what is wrong. */
export function parseLaw(text: string): Law {
  checkText('law', text);
  return named('law', () => readLaw(text));
}

/** Reads the name of an activation with its numbers, such as `tanh` or `leaky-relu:0.1`. @throws TypeError, RangeError saying what is wrong. */
export function parseActivation(text: string): Activation {
  checkText('activation', text);
  return named('activation', () => readActivation(text));
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

/** `parseActivation` for callers that name what was read. @throws RangeError without a name: `expected …, got …`. */
export function readActivation(text: string): Activation {
  const [word, ...given] = text.split(':');
  const name = ACTIVATION_NAMES.find((known) => known === word);
  if (name === undefined) throw valueFault(null, ACTIVATION_SYNTAX, echo(text));
  const { parameters } = ACTIVATIONS[name];
  const numbers = given.map(readNumber);
  const fits = parameters.every(({ range: [least, most] }, i) => numbers[i]! >= least && numbers[i]! <= most);
  if (fits && numbers.length === parameters.length) {
    return {
      name,
      ...Object.fromEntries(parameters.map(({ field }, i) => [field, numbers[i]])),
    } as Activation;
  }
  const ranges = parameters.map(
    ({ symbol, range: [least, most] }) => `a number ${symbol} in [${least}, ${most}]`,
  );
  const expected = [activationSyntax(name), ranges.join(' and ')]
    .filter((part) => part !== '')
    .join(' with ');
  throw valueFault(null, expected, echo(text));
}

/** As `parseActivation` reads it. */
export function formatActivation(activation: Activation): string {
  const { name } = activation;
  const values = activation as Readonly<Record<string, unknown>>;
  return [name, ...ACTIVATIONS[name].parameters.map(({ field }) => String(values[field]))].join(':');
}
