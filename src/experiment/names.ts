/** Laws and activations as they are written in experiments and on the command line. */

import {
  ACTIVATION_NAMES,
  ACTIVATIONS,
  type Activation,
  type ActivationName,
  type Law,
} from '../network/index.ts';
import { echo } from './errors.ts';
import { NUMBER_PATTERN, readNumber } from './numbers.ts';

export const LAW_SYNTAX = 'gaussian, uniform, discrete or discrete:-2:-1:1:2 (a finite symmetric set)';
/** `relu, leaky-relu:a, …`: every activation as it is written. */
export const ACTIVATION_SYNTAX = listed(ACTIVATION_NAMES.map(syntaxOf));

/** Regular expressions for the two syntaxes; they cannot say that a set is symmetric or a slope in range. */
export const LAW_PATTERN = `^(?:gaussian|uniform|discrete(?::${NUMBER_PATTERN})*)$`;
export const ACTIVATION_PATTERN = `^(?:${ACTIVATION_NAMES.map(
  (name) => name + ACTIVATIONS[name].parameters.map(() => `:${NUMBER_PATTERN}`).join(''),
).join('|')})$`;

/** Outside this range the variance of a set, which its rescaling needs, could leave the range of a double. */
const [SMALLEST, LARGEST] = [1e-100, 1e100];

/** Reads `gaussian`, `uniform`, `discrete` (±1) or `discrete:v1:v2:…`. @throws RangeError naming what is wrong. */
export function parseLaw(text: string): Law {
  if (text === 'gaussian' || text === 'uniform') return { kind: text };
  if (text === 'discrete') return { kind: 'discrete', values: [-1, 1] };
  if (!text.startsWith('discrete:')) throw new RangeError(`expected ${LAW_SYNTAX}, got ${echo(text)}`);
  const values = text.slice('discrete:'.length).split(':').map(readNumber);
  const why = problemOfSet(values);
  if (why !== null) {
    throw new RangeError(
      `expected a finite symmetric set such as discrete:-2:-1:1:2, got ${echo(text)} (${why})`,
    );
  }
  return { kind: 'discrete', values: values.sort((a, b) => a - b) };
}

function problemOfSet(values: readonly number[]): string | null {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) return `value ${bad + 1} is not a number`;
  if (values.includes(0)) return '0 is not a kept weight; zeros belong to the density';
  const extreme = values.find((v) => Math.abs(v) < SMALLEST || Math.abs(v) > LARGEST);
  if (extreme !== undefined) return `${extreme} is not between ${SMALLEST} and ${LARGEST} in absolute value`;
  const seen = new Set(values);
  if (seen.size < values.length) return 'a value is listed twice';
  const lonely = values.find((v) => !seen.has(-v));
  return lonely === undefined ? null : `${lonely} has no counterpart ${-lonely}`;
}

/** Reads the name of an activation with its numbers, such as `tanh` or `leaky-relu:0.1`. @throws RangeError naming what is wrong. */
export function parseActivation(text: string): Activation {
  const [word, ...given] = text.split(':');
  const name = ACTIVATION_NAMES.find((known) => known === word);
  if (name === undefined) throw new RangeError(`expected ${ACTIVATION_SYNTAX}, got ${echo(text)}`);
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
  const expected = [syntaxOf(name), ranges.join(' and ')].filter((part) => part !== '').join(' with ');
  throw new RangeError(`expected ${expected}, got ${echo(text)}`);
}

/** As `parseActivation` reads it. */
export function formatActivation(activation: Activation): string {
  const { name } = activation;
  const values = activation as Readonly<Record<string, unknown>>;
  return [name, ...ACTIVATIONS[name].parameters.map(({ field }) => String(values[field]))].join(':');
}

/** The name with the symbols of its numbers: `clipped-relu:tau:m`. */
function syntaxOf(name: ActivationName): string {
  return [name, ...ACTIVATIONS[name].parameters.map(({ symbol }) => symbol)].join(':');
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
