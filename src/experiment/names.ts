/** Laws and activations as they are written in experiments and on the command line. */

import { checkText, listed } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import { NUMBER_PATTERN, readNumber } from '../input/numbers.ts';
import {
  ACTIVATION_NAMES,
  ACTIVATION_PATTERN,
  type Activation,
  type ActivationInput,
  activationOf,
  activationSyntax,
  formatActivation,
  isMatrixLaw,
  type Law,
  type Mask,
  MOST_BLOCK,
  MOST_RANK,
  NU_RANGE,
  problemOfSet,
  readActivation,
} from '../network/index.ts';

const SET_SYNTAX = 'discrete or discrete:-2:-1:1:2 (a finite symmetric set)';
export const LAW_SYNTAX = `gaussian, uniform, truncated-normal, student:nu, orthogonal, low-rank:r, ${SET_SYNTAX}`;
export const BIAS_LAW_SYNTAX = `gaussian, uniform, truncated-normal, student:nu, ${SET_SYNTAX}`;
export const MASK_SYNTAX = 'bernoulli, fixed-fan-in, n:m such as 2:4, or block:b';

/** Activations of dense layers: those of one pre-activation, and the largest of k. */
export const DENSE_ACTIVATION_SYNTAX = listed([...ACTIVATION_NAMES.map(activationSyntax), 'maxout:k']);
export const DENSE_ACTIVATION_PATTERN = `^maxout:[0-9]+$|${ACTIVATION_PATTERN}`;
/** A layer has no more rows. */
const MOST_PIECES = 1_000_000;

const ENTRY_PATTERN = `gaussian|uniform|truncated-normal|student:${NUMBER_PATTERN}|discrete(?::${NUMBER_PATTERN})*`;
/** Regular expression of the texts; it cannot say that a set is symmetric. */
export const BIAS_LAW_PATTERN = `^(?:${ENTRY_PATTERN})$`;
export const LAW_PATTERN = `^(?:orthogonal|low-rank:[0-9]+|${ENTRY_PATTERN})$`;
export const MASK_PATTERN = '^(?:bernoulli|fixed-fan-in|[0-9]+:[0-9]+|block:[0-9]+)$';

/**
 * Reads `gaussian`, `uniform`, `discrete` (±1), `discrete:v1:v2:…`, `truncated-normal`, `student:nu`,
 * `orthogonal` or `low-rank:r`. @throws TypeError, RangeError saying what is wrong.
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

/** What a dense layer may have: an activation of one pre-activation, or the largest of `pieces` of them. */
export type DenseActivation = Activation | { readonly name: 'maxout'; readonly pieces: number };

/**
 * Reads the activation of a dense layer. @throws RangeError without a name: `expected …, got …`.
 */
export function readDenseActivation(text: string): DenseActivation {
  const pieces = readMaxout(text);
  return pieces === null ? readActivation(text, DENSE_ACTIVATION_SYNTAX) : { name: 'maxout', pieces };
}

/** The same under the name `activation`, as it is written by the package. @throws RangeError */
export function denseActivationText(text: string): string {
  const read = named('activation', () => readDenseActivation(text));
  return read.name === 'maxout' ? `maxout:${read.pieces}` : formatActivation(read);
}

/** The k of `maxout:k`; null for other activations. @throws RangeError without a name, for an invalid k. */
export function readMaxout(text: string): number | null {
  const [word, number] = text.split(/:(.*)/, 2);
  return word === 'maxout' ? readSize('maxout:k with k rows a unit,', text, number, MOST_PIECES) : null;
}

/** `parseLaw` for callers that name what was read. @throws RangeError without a name: `expected …, got …`. */
export function readLaw(text: string): Law {
  if (text === 'gaussian' || text === 'uniform' || text === 'truncated-normal' || text === 'orthogonal')
    return { kind: text };
  const [name, number] = text.split(/:(.*)/, 2);
  if (name === 'student') {
    const [least, most] = NU_RANGE;
    const nu = readNumber(number ?? '');
    if (nu >= least && nu <= most) return { kind: 'student', nu };
    throw valueFault(null, `student:nu with nu, the degrees of freedom, in [${least}, ${most}]`, echo(text));
  }
  if (name === 'low-rank')
    return { kind: 'low-rank', rank: readSize('low-rank:r with a rank r', text, number, MOST_RANK) };
  if (text === 'discrete') return { kind: 'discrete', values: [-1, 1] };
  if (!text.startsWith('discrete:')) throw valueFault(null, LAW_SYNTAX, echo(text));
  const values = text.slice('discrete:'.length).split(':').map(readNumber);
  const why = problemOfSet(values);
  if (why !== null) {
    throw valueFault(null, 'a finite symmetric set such as discrete:-2:-1:1:2', `${echo(text)} (${why})`);
  }
  return { kind: 'discrete', values: values.sort((a, b) => a - b) };
}

/**
 * The distribution of a bias. @throws RangeError without a name, also for distributions of whole matrices.
 */
export function readBiasLaw(text: string): Law {
  const law = readLaw(text);
  if (isMatrixLaw(law)) throw valueFault(null, BIAS_LAW_SYNTAX, echo(text));
  return law;
}

/** Reads `bernoulli`, `fixed-fan-in`, `n:m` or `block:b`. @throws RangeError without a name. */
export function readMask(text: string): Mask {
  if (text === 'bernoulli' || text === 'fixed-fan-in') return { kind: text };
  const [head, number] = text.split(/:(.*)/, 2);
  if (head === 'block')
    return { kind: 'block', size: readSize('block:b with a size b', text, number, MOST_BLOCK) };
  const group = groupOf(text);
  if (group === null) throw valueFault(null, MASK_SYNTAX, echo(text));
  const { keep, of } = group;
  if (keep < 1 || keep > of || of > MOST_BLOCK)
    throw valueFault(null, `n:m with 1 ≤ n ≤ m ≤ ${MOST_BLOCK}`, echo(text));
  return { kind: 'group', keep, of };
}

/** The numbers of a mask `n:m`; null for other texts. */
export function groupOf(text: string): { readonly keep: number; readonly of: number } | null {
  const [, keep, of] = /^(\d+):(\d+)$/.exec(text) ?? [];
  return keep === undefined ? null : { keep: Number(keep), of: Number(of) };
}

function readSize(what: string, text: string, number: string | undefined, most: number): number {
  const size = /^\d+$/.test(number ?? '') ? Number(number) : 0;
  if (size >= 1 && size <= most) return size;
  throw valueFault(null, `${what} from 1 to ${most.toLocaleString('en-US')}`, echo(text));
}
