/**
 * Calls with wrong arguments, made from a right one: at every place of its arguments a value that does not
 * belong there.
 */
import fc from 'fast-check';
import { InputError, KernelsUnavailableError } from '../../src/index.ts';

/** What is put in every place. */
const BAD: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  0,
  1.5,
  1e300,
  1e9 + 0.5,
  Number.MAX_SAFE_INTEGER,
  undefined,
  null,
  true,
  '',
  'x',
  'constructor',
  5n,
  Symbol('x'),
  () => 1,
  {},
  [],
  [[]],
  [Number.NaN],
  ['1', null],
  { length: 2 ** 30 },
  new Map(),
  new Date(0),
  new (class Other {})(),
  new Float32Array(2),
  new BigInt64Array(2),
  Float64Array.of(Number.NaN, 1),
  new DataView(new ArrayBuffer(8)),
];

type Place = readonly (string | number)[];

/**
 * Places of a value: itself, and what plain objects and the first elements of arrays hold, down to a depth.
 */
function placesOf(value: unknown, depth: number, at: Place = []): Place[] {
  const places = at.length === 0 ? [] : [at];
  if (depth === 0) return places;
  const keys = Array.isArray(value)
    ? [...value.keys()].slice(0, at.length === 0 ? undefined : 1)
    : isPlain(value)
      ? Object.keys(value)
      : [];
  const inner = value as Record<string | number, unknown>;
  return [...places, ...keys.flatMap((key) => placesOf(inner[key], depth - 1, [...at, key]))];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A copy with another value in one place. */
function replaced<T>(value: T, [key, ...rest]: Place, by: unknown): T {
  if (key === undefined) return by as T;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy as T;
}

/** A value that does not belong in a place. */
export interface Wrong {
  readonly place: Place;
  readonly bad: unknown;
}

/** Every wrong value in every place of the arguments, and a field too many in every plain object. */
export function wrongsOf(right: readonly unknown[], depth: number): Wrong[] {
  return placesOf(right, depth).flatMap((place) => {
    const value = place.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], right);
    const wrongs = BAD.map((bad): Wrong => ({ place, bad }));
    if (isPlain(value)) wrongs.push({ place: [...place, 'more'], bad: 1 });
    if (!(value instanceof Float64Array)) return wrongs;
    const others = [Number.NaN, Number.NEGATIVE_INFINITY, 1e300, 1e-320];
    return [...wrongs, ...others.map((x) => ({ place, bad: value.map((v, i) => (i === 0 ? x : v)) }))];
  });
}

/** The arguments with what is wrong put in its places. */
export function withWrongs(right: readonly unknown[], wrongs: readonly Wrong[]): readonly unknown[] {
  return wrongs.reduce((args, { place, bad }) => replaced(args, place, bad), right);
}

/** All wrong arguments, and of what is inside them so many, as the seed says. */
export function someWrongs(right: readonly unknown[], depth: number, count: number, seed: number): Wrong[] {
  const all = wrongsOf(right, depth);
  const outer = all.filter(({ place }) => place.length === 1);
  const inner = all.filter(({ place }) => place.length > 1);
  const length = Math.min(count, inner.length);
  const chosen = fc.shuffledSubarray(inner, { minLength: length, maxLength: length });
  return [...outer, ...fc.sample(chosen, { seed, numRuns: 1 })[0]!];
}

/** What is put in places, as a failing test shows it. */
export function shownWrongs(wrongs: readonly Wrong[]): string {
  return wrongs.map(({ place, bad }) => `${place.join('.')} = ${shown(bad)}`).join(', ');
}

/** What is wrong with the way in which a call ended; null where nothing is. */
export function faultOf(outcome: { readonly value: unknown } | { readonly error: unknown }): string | null {
  if ('value' in outcome) return hasNaN(outcome.value) ? 'returned NaN' : null;
  const { error } = outcome;
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const known = [TypeError, RangeError, InputError, KernelsUnavailableError];
  if (!known.some((kind) => error instanceof kind)) return `threw ${error.name}: ${error.message}`;
  if (error.message.length > 500) return `a message of ${error.message.length} characters`;
  // One line, in the package's words: what is wrong, perhaps what in it, what was expected, what came.
  return /^[^\n:]+(: [^\n:]+)?: expected [^\n]+, got [^\n]+$/.test(error.message)
    ? null
    : `threw ${error.name}: ${error.message}`;
}

function hasNaN(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  if (ArrayBuffer.isView(value) && 'length' in value)
    return (value as unknown as number[]).includes(Number.NaN);
  if (!Array.isArray(value) && !isPlain(value)) return false;
  return Object.values(value).some((inner) => hasNaN(inner, seen));
}

/** A value as a failing test shows it. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value))
    return `a ${value.constructor.name}`;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'symbol')
    return String(value);
  return JSON.stringify(value) ?? String(value);
}
