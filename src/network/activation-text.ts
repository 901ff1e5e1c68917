/**
 * The one reader of activations: as text, such as `tanh` or `leaky-relu:0.1`, or as the object that the text
 * stands for.
 */

import { checkPlain, numberIn, wrongKind, wrongValue } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import { NUMBER_PATTERN, readNumber } from '../input/numbers.ts';
import {
  ACTIVATION_NAMES,
  ACTIVATION_SYNTAX,
  ACTIVATIONS,
  type Activation,
  activationSyntax,
  isActivationName,
} from './activation.ts';

/** An activation as it may be written: `{ name: 'leaky-relu', slope: 0.1 }` or `'leaky-relu:0.1'`. */
export type ActivationInput = Activation | string;

/** Regular expression of the texts; it cannot say that a number is in range. */
export const ACTIVATION_PATTERN = `^(?:${ACTIVATION_NAMES.map(
  (name) => name + ACTIVATIONS[name].parameters.map(() => `:${NUMBER_PATTERN}`).join(''),
).join('|')})$`;

/** Said of `maxout:k`, which experiments write out as two layers, everywhere else. */
const ONE_PREACTIVATION = 'an activation of one pre-activation (maxout:k is for dense layers of experiments)';

/** The activation that is meant; `name` is what messages call it. @throws TypeError, RangeError */
export function activationOf(name: string, given: ActivationInput): Activation {
  if (typeof given !== 'string') {
    checkActivation(name, given);
    return given;
  }
  return named(name, () => readActivation(given));
}

/**
 * That of a text, for callers that name what was read. `syntax` says what they take. @throws RangeError
 * without a name: `expected …, got …`.
 */
export function readActivation(text: string, syntax = ACTIVATION_SYNTAX): Activation {
  const [word, ...given] = text.split(':');
  if (word === 'maxout') throw valueFault(null, ONE_PREACTIVATION, echo(text));
  const name = ACTIVATION_NAMES.find((known) => known === word);
  if (name === undefined) throw valueFault(null, syntax, echo(text));
  const { parameters } = ACTIVATIONS[name];
  const numbers = given.map(readNumber);
  const fits = parameters.every(({ range: [least, most] }, i) => numbers[i]! >= least && numbers[i]! <= most);
  if (fits && numbers.length === parameters.length) {
    return {
      name,
      ...Object.fromEntries(parameters.map(({ field }, i) => [field, numbers[i]])),
    } as Activation;
  }
  throw valueFault(null, expectedActivation(name), echo(text));
}

/** What is expected of an activation of this name, or of any where there is none of this name. */
export function expectedActivation(name: unknown): string {
  if (!isActivationName(name)) return ACTIVATION_SYNTAX;
  const ranges = ACTIVATIONS[name].parameters.map(
    ({ symbol, range: [least, most] }) => `a number ${symbol} in [${least}, ${most}]`,
  );
  return [activationSyntax(name), ranges.join(' and ')].filter((part) => part !== '').join(' with ');
}

/** The text of an activation, as `readActivation` reads it. */
export function formatActivation(activation: Activation): string {
  const { name } = activation;
  const values = activation as Readonly<Record<string, unknown>>;
  return [name, ...ACTIVATIONS[name].parameters.map(({ field }) => String(values[field]))].join(':');
}

/** An activation as an object. @throws TypeError, RangeError */
export function checkActivation(name: string, activation: unknown): asserts activation is Activation {
  if (typeof activation !== 'object')
    wrongKind(name, `${ACTIVATION_SYNTAX}, as a text or an object`, activation);
  checkPlain(name, activation);
  const values = activation as Readonly<Record<string, unknown>>;
  if (!isActivationName(values.name)) wrongValue(name, ACTIVATION_SYNTAX, values.name);
  const { parameters } = ACTIVATIONS[values.name];
  checkPlain(name, activation, ['name', ...parameters.map(({ field }) => field)]);
  for (const { field, range } of parameters) numberIn(...range, `${name}.${field}`, values[field]);
}
