/**
 * Refusals at the border of the library, in one line: `name: expected …, got …`. A TypeError for a value of
 * the wrong kind, a RangeError for a wrong value of the right kind. Public functions check their arguments
 * first; functions inside rely on it.
 */
import { echo } from './errors.ts';
import { kindFault, valueFault } from './faults.ts';

/** Doubles that fill 4 GiB: more are never asked for at once. */
export const MOST_NUMBERS = 2 ** 29;

/** Throws the error of a wrong kind. */
export function wrongKind(name: string, expected: string, got: unknown): never {
  throw kindFault(name, expected, echo(got));
}

/** Throws the error of a wrong value. */
export function wrongValue(name: string, expected: string, got: unknown): never {
  throw valueFault(name, expected, echo(got));
}

/**
 * Throws the error of a value that is not a number, or a wrong one; `index` where it is an entry of a list.
 */
export function wrongNumber(
  name: string,
  expected: string,
  got: unknown,
  index: number | null = null,
): never {
  const fault = typeof got === 'number' ? valueFault : kindFault;
  throw fault(name, expected, echo(got), index);
}

/** A finite number >= least. @throws TypeError, RangeError */
export function atLeast(least: number, name: string, value: unknown): asserts value is number {
  if (Number.isFinite(value) && (value as number) >= least) return;
  wrongNumber(name, `a finite number >= ${least}`, value);
}

/** A number in [least, most]. @throws TypeError, RangeError */
export function numberIn(least: number, most: number, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= least && value <= most) return;
  wrongNumber(name, `a number in [${least}, ${most}]`, value);
}

/**
 * An integer in [first, last]; `index` where it is an entry of the list `name`. @throws TypeError, RangeError
 */
export function integerIn(
  first: number,
  last: number,
  name: string,
  value: unknown,
  index: number | null = null,
): asserts value is number {
  if (Number.isInteger(value) && (value as number) >= first && (value as number) <= last) return;
  wrongNumber(name, `an integer in ${first} … ${last}`, value, index);
}

/** A seed of random streams. @throws TypeError, RangeError */
export function checkSeed(seed: unknown): asserts seed is number {
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return;
  wrongNumber('seed', 'an integer in 0 … 2^53-1', seed);
}

/** The number of a network of a seed. @throws TypeError, RangeError */
export function checkIndex(index: unknown): asserts index is number {
  if (Number.isInteger(index) && (index as number) >= 0 && (index as number) < 2 ** 32) return;
  wrongNumber('network', 'an integer in 0 … 2^32-1', index);
}

/** One of some texts. @throws TypeError, RangeError */
export function oneOf(choices: readonly string[], name: string, value: unknown): void {
  if (typeof value !== 'string') wrongKind(name, listed(choices), value);
  if (!choices.includes(value)) wrongValue(name, listed(choices), value);
}

/** `a, b or c`. */
export function listed(choices: readonly string[]): string {
  return [choices.slice(0, -1).join(', '), choices.at(-1)].filter((part) => part !== '').join(' or ');
}

/** @throws TypeError */
export function checkText(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') wrongKind(name, 'a text', value);
}

/** @throws TypeError */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') wrongKind(name, 'a function', value);
}

/** `true` or `false`. @throws TypeError */
export function checkFlag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') wrongKind(name, 'true or false', value);
}

/**
 * Whether a value is an object as a literal or JSON makes it: no array, no Map, no instance of a class, of
 * whatever realm.
 */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A plain object. With `fields` it has no others: where some may be left out, a misspelt one would be
 * ignored.
 * @throws TypeError
 */
export function checkPlain(name: string, value: unknown, fields?: readonly string[]): void {
  if (!isPlain(value)) wrongKind(name, 'a plain object', value);
  if (fields === undefined) return;
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined) wrongKind(name, `no other fields than ${fields.join(', ')}`, unknown);
}

/** An array of at least `least` elements. @throws TypeError, RangeError */
export function checkList(name: string, value: unknown, least = 0): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) wrongKind(name, 'an array', value);
  if (value.length < least) wrongValue(name, `an array of at least ${least}`, value);
}

/** Checks what is there; what is left out may be. @throws as `check` */
export function ifGiven(check: (name: string, value: unknown) => void, name: string, value: unknown): void {
  if (value !== undefined) check(name, value);
}

/** An AbortSignal, of whatever realm or library. @throws TypeError */
export function checkSignal(name: string, value: unknown): void {
  const signal = value as Partial<AbortSignal> | null;
  const listens = [signal?.addEventListener, signal?.removeEventListener];
  if (typeof signal?.aborted === 'boolean' && listens.every((method) => typeof method === 'function')) return;
  wrongKind(name, 'an AbortSignal', value);
}

/** Whether a value is a Float64Array, of whatever realm. */
export function isFloat64Array(value: unknown): value is Float64Array {
  return tagOf(value) === '[object Float64Array]';
}

/** A Float64Array of finite numbers; `place` says of what it is part. @throws TypeError, RangeError */
export function checkFloat64(name: string, value: unknown, place?: string): asserts value is Float64Array {
  if (!isFloat64Array(value)) wrongKind(name, 'a Float64Array', value);
  checkFinite(name, value, place);
}

/** An array or a typed array of finite numbers. @throws TypeError, RangeError */
export function checkNumbers(
  name: string,
  value: unknown,
  place?: string,
): asserts value is ArrayLike<number> {
  if (!isNumeric(value)) wrongKind(name, 'an array of numbers', value);
  checkFinite(name, value, place);
}

/** Whether a value is an array or a typed array of numbers. */
export function isNumeric(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return true;
  return /^\[object (Int|Uint|Float)\d+(Clamped)?Array\]$/.test(tagOf(value));
}

/** `[object Float64Array]` and so on, whatever the realm. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function checkFinite(name: string, values: ArrayLike<unknown>, place?: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isFinite(value)) continue;
    const where = place === undefined ? '' : ` at entry ${i + 1} of ${place}`;
    if (typeof value !== 'number') throw kindFault(name, 'numbers', `${echo(value)}${where}`);
    throw valueFault(name, 'finite numbers', `${value}${where}`);
  }
}
