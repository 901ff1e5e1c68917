/**
 * The kinds of value that fields of an experiment hold, as zod schemas. Every issue's message is what was
 * expected; `parse.ts` knows what came, and an issue of code `custom` says it itself (`refuse`).
 */

import * as z from 'zod/mini';
import { echo } from '../input/errors.ts';
import { isFault } from '../input/faults.ts';
import {
  ACTIVATION_NAMES,
  ACTIVATION_PATTERN,
  ACTIVATION_SYNTAX,
  ACTIVATIONS,
  type Activation,
  type ActivationInput,
  formatActivation,
  readActivation,
} from '../network/index.ts';
import type { Sweep } from './experiment.ts';
import {
  BIAS_LAW_PATTERN,
  BIAS_LAW_SYNTAX,
  DENSE_ACTIVATION_PATTERN,
  DENSE_ACTIVATION_SYNTAX,
  LAW_PATTERN,
  LAW_SYNTAX,
  MASK_PATTERN,
  MASK_SYNTAX,
  readBiasLaw,
  readDenseActivation,
  readLaw,
  readMask,
} from './names.ts';

/** Widths and dimensions up to this are taken. */
export const MAX_WIDTH = 1_000_000;

/** Adds an issue that says what came. `final`: what is checked later relies on this and is not looked at. */
export function refuse(
  context: z.core.$RefinementCtx,
  path: readonly PropertyKey[],
  expected: string,
  got: string | number,
  final = false,
): void {
  context.addIssue({
    code: 'custom',
    path: [...path],
    message: expected,
    params: { got },
    ...(final && { continue: false }),
  });
}

/** Adding 0 turns -0, which JSON does not keep, into 0. */
const plain = (value: number) => value + 0;

export function integer(min: number, max: number) {
  const [low, high] = [min, max].map((limit) => limit.toLocaleString('en-US'));
  const error = `an integer from ${low} to ${high}`;
  return z
    .number({ error })
    .check(z.int({ error }), z.gte(min, { error }), z.lte(max, { error }), z.overwrite(plain));
}

/** Height, width and channels. */
export function shape() {
  const error = 'a list of height, width and channels';
  const size = integer(1, MAX_WIDTH);
  return z.tuple([size, size, size], { error });
}

/** Points by which layers normalise: the name of a file, or lists of numbers. */
export function batch() {
  const error = 'a file, or a list of at least 2 points, lists of numbers';
  const numbers = z.array(z.number({ error }), { error }).check(z.minLength(1, { error }));
  const list = z.array(numbers, { error }).check(z.minLength(2, { error }));
  const points = z.union([z.string({ error }), list], { error });
  return z.strictObject({ points }, { error: 'an object with points' });
}

export function probability() {
  const error = 'a number in [0, 1]';
  return z.number({ error }).check(z.gte(0, { error }), z.lte(1, { error }), z.overwrite(plain));
}

/** A number strictly between 0 and 1. */
export function fraction() {
  const error = 'a number greater than 0 and less than 1';
  return z.number({ error }).check(z.gt(0, { error }), z.lt(1, { error }));
}

export function deviation() {
  const error = 'a finite number of at least 0';
  return z.number({ error }).check(z.gte(0, { error }), z.overwrite(plain));
}

/** A length, or `q*` for the one that theory says. */
export function radius() {
  const error = 'a finite number greater than 0, or q*';
  return z.union([z.number({ error }).check(z.gt(0, { error })), z.literal('q*', { error })], { error });
}

export function text(expected: string) {
  return z.string({ error: expected }).check(z.minLength(1, { error: expected }));
}

export function choice<const T extends readonly [string, ...string[]]>(names: T, note = '') {
  const head = names.slice(0, -1).join(', ');
  const listed = head === '' ? names[0] : `${head} or ${names.at(-1)}`;
  return z.enum(names, { error: `${listed}${note}` });
}

/** A list, perhaps empty, of some of these names, each once; in what order does not matter. */
export function names<const T extends readonly [string, ...string[]]>(all: T) {
  const item = choice(all);
  return z.array(item, { error: `a list of names out of ${all.join(', ')}` }).check(
    z.superRefine(refuseRepeated(String)),
    z.meta({ uniqueItems: true }),
    z.overwrite((chosen) => all.filter((name) => chosen.includes(name))),
  );
}

/** The name of a law. */
export const law = () => named(LAW_SYNTAX, LAW_PATTERN, readLaw);
export const biasLaw = () => named(BIAS_LAW_SYNTAX, BIAS_LAW_PATTERN, readBiasLaw);

/** The name of a mask. */
export const mask = () => named(MASK_SYNTAX, MASK_PATTERN, readMask);

/** An activation by its name, or as an object; it comes out as its name. */
export const activation = (): z.ZodMiniType<string, ActivationInput> =>
  z.union([named(ACTIVATION_SYNTAX, ACTIVATION_PATTERN, readActivation), activationObject()]);

/** That of a dense layer, which may also be `maxout:k`. */
export const denseActivation = (): z.ZodMiniType<string, ActivationInput> =>
  z.union([
    named(DENSE_ACTIVATION_SYNTAX, DENSE_ACTIVATION_PATTERN, readDenseActivation),
    activationObject(),
  ]);

/** An activation as an object: the numbers that belong to its name, each in its range. */
function activationObject(): z.ZodMiniType<string, Activation> {
  const records = ACTIVATION_NAMES.map((name) => {
    const numbers = ACTIVATIONS[name].parameters.map(({ field, range: [least, most] }) => {
      const error = `a number in [${least}, ${most}]`;
      return [field, z.number({ error }).check(z.gte(least, { error }), z.lte(most, { error }))] as const;
    });
    return z.strictObject({ name: z.literal(name), ...Object.fromEntries(numbers) });
  });
  const object = z.discriminatedUnion('name', records as [(typeof records)[0]], {
    error: ACTIVATION_SYNTAX,
  });
  const written = z.pipe(
    object,
    z.transform((value) => formatActivation(value as Activation)),
  );
  return written as z.ZodMiniType<string, Activation>;
}

/**
 * A string that `read` understands; `pattern` tells readers of the JSON Schema as much as it can of the same.
 */
function named(syntax: string, pattern: string, read: (text: string) => unknown) {
  return z.string({ error: syntax }).check(
    z.superRefine((value, context) => {
      try {
        read(value);
      } catch (error) {
        if (!isFault(error)) throw error;
        // What follows, such as looking for duplicates, relies on names that can be read.
        refuse(context, [], error.expected, error.got, true);
      }
    }),
    z.meta({ pattern }),
  );
}

/** Refuses the first value of a list that means the same as one before it. */
function refuseRepeated<T>(meaning: (value: T) => unknown) {
  return (values: readonly T[], context: z.core.$RefinementCtx) => {
    const seen = new Set<unknown>();
    for (const [i, value] of values.entries()) {
      const key = meaning(value);
      if (seen.has(key)) {
        refuse(context, [i], 'each value once', `${echo(value)} again`);
        return;
      }
      seen.add(key);
    }
  };
}

/** One value, or a non-empty list without duplicates; a list of one value is that value. */
export function sweep<T extends string | number, Written = T>(
  item: z.ZodMiniType<T, Written>,
  meaning: (value: T) => unknown = String,
) {
  const list = z
    .array(item)
    .check(
      z.minLength(1, { error: 'a value or a non-empty list' }),
      z.superRefine(refuseRepeated(meaning)),
      z.meta({ uniqueItems: true }),
    );
  const alone = (value: T | T[]): Sweep<T> =>
    Array.isArray(value) && value.length === 1 ? value[0]! : value;
  return z.pipe(z.union([item, list]), z.transform(alone));
}

/**
 * Two texts that mean the same law or activation, such as `discrete` and `discrete:1:-1`, count as
 * duplicates.
 */
export const sameLaw = (value: string) => JSON.stringify(readLaw(value));
export const sameActivation = (value: string) => JSON.stringify(readDenseActivation(value));
