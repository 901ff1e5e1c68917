/** Laws and activations as they are written in experiments and on the command line. */
import { checkText } from './check.ts';
import { echo } from './errors.ts';
import type { Activation, Law } from './network.ts';
import { NUMBER_PATTERN, readNumber } from './numbers.ts';

export const LAW_SYNTAX = 'gaussian, uniform, discrete or discrete:-2:-1:1:2 (a finite symmetric set)';
export const ACTIVATION_SYNTAX = 'relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf or sin';

/** Activations without a parameter. */
export const PLAIN_ACTIVATIONS = ['relu', 'abs', 'linear', 'hard-tanh', 'tanh', 'erf', 'sin'] as const;

/** Regular expressions for the two syntaxes; they cannot say that a set is symmetric or a slope in range. */
export const LAW_PATTERN = `^(?:gaussian|uniform|discrete(?::${NUMBER_PATTERN})*)$`;
export const ACTIVATION_PATTERN = `^(?:${PLAIN_ACTIVATIONS.join('|')}|leaky-relu:${NUMBER_PATTERN})$`;

/** Outside this range the variance of a set, which its rescaling needs, could leave the range of a double. */
const [SMALLEST, LARGEST] = [1e-100, 1e100];
/** Keeps activations well inside the range of the kernels' single precision, which rescale after each layer. */
const STEEPEST = 100;

/** Reads `gaussian`, `uniform`, `discrete` (±1) or `discrete:v1:v2:…`. @throws TypeError, RangeError saying what is wrong. */
export function parseLaw(text: string): Law {
  checkText('law', text);
  return inNameOf('law', () => readLaw(text));
}

/** Reads an activation; the slope of `leaky-relu:a` is in [-100, 100]. @throws TypeError, RangeError saying what is wrong. */
export function parseActivation(text: string): Activation {
  checkText('activation', text);
  return inNameOf('activation', () => readActivation(text));
}

function inNameOf<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`);
  }
}

/** `parseLaw` for callers that name what was read. @throws RangeError, `expected …, got …` */
export function readLaw(text: string): Law {
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

/** Why values are no finite symmetric set; null where they are. */
export function problemOfSet(values: readonly number[]): string | null {
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

/** `parseActivation` for callers that name what was read. @throws RangeError, `expected …, got …` */
export function readActivation(text: string): Activation {
  const plain = PLAIN_ACTIVATIONS.find((name) => name === text);
  if (plain !== undefined) return { name: plain };
  if (text === 'leaky-relu' || text.startsWith('leaky-relu:')) {
    const slope = readNumber(text.slice('leaky-relu:'.length));
    if (Math.abs(slope) <= STEEPEST) return { name: 'leaky-relu', slope };
    throw new RangeError(`expected leaky-relu:a with a number a in [-100, 100], got ${echo(text)}`);
  }
  throw new RangeError(`expected ${ACTIVATION_SYNTAX}, got ${echo(text)}`);
}
