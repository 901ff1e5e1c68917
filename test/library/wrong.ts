/** Calls with wrong arguments, made from a right one: at every place of its arguments a value that does not belong there. */
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

/** Places of a value: itself, and what plain objects and the first elements of arrays hold, down to a depth. */
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
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy as T;
}

/** Every list of arguments with one wrong value, and one with a field too many. */
export function* wrongArguments(
  right: readonly unknown[],
  depth: number,
): Generator<{ place: string; bad: unknown; args: readonly unknown[] }> {
  for (const place of placesOf(right, depth)) {
    for (const bad of BAD) yield { place: place.join('.'), bad, args: replaced(right, place, bad) };
    const value = place.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], right);
    if (isPlain(value))
      yield { place: `${place.join('.')}.more`, bad: 1, args: replaced(right, [...place, 'more'], 1) };
    if (value instanceof Float64Array)
      for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY, 1e300, 1e-320])
        yield {
          place: `${place.join('.')}[0]`,
          bad,
          args: replaced(
            right,
            place,
            value.map((x, i) => (i === 0 ? bad : x)),
          ),
        };
  }
}

/** What is wrong with the way in which a call ended; null where nothing is. */
export function faultOf(outcome: { readonly value: unknown } | { readonly error: unknown }): string | null {
  if ('value' in outcome) return hasNaN(outcome.value) ? 'returned NaN' : null;
  const { error } = outcome;
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const known = [TypeError, RangeError, InputError, KernelsUnavailableError];
  if (!known.some((kind) => error instanceof kind)) return `threw ${error.name}: ${error.message}`;
  if (error.message.length > 500) return `a message of ${error.message.length} characters`;
  // One line, in the package's words: what is wrong, what was expected, what came.
  return /^[^\n:]+: expected [^\n]+, got [^\n]+$/.test(error.message)
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
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value))
    return `a ${value.constructor.name}`;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'symbol')
    return String(value);
  return JSON.stringify(value) ?? String(value);
}
