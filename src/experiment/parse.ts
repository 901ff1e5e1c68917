/** From what a user wrote to an `Experiment`, or to the one line that says what is wrong with it. */
import type * as z from 'zod/mini';
import { isPlain } from '../input/check.ts';
import { cut, echo } from '../input/errors.ts';
import { expectedActivation } from '../network/index.ts';
import { ExperimentError } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { fields } from './fields.ts';
import { expandShorthands } from './init.ts';
import { layerNames } from './layers.ts';
import { nearestName } from './nearest-name.ts';
import { experimentSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

const FIELD_NAMES = Object.keys(fields.shape);

/**
 * Checks an experiment and fills in every default. Idempotent: an `Experiment` comes back equal.
 * @param input a plain object of fields (see `ExperimentInput`), e.g. from JSON.
 * @throws ExperimentError for the first field that is wrong.
 */
export function parseExperiment(input: unknown): Experiment {
  // A Map or an instance of a class has no fields to find, and would be all defaults.
  if (typeof input === 'object' && input !== null && !isPlain(input))
    throw new ExperimentError('experiment', 'an object of experiment fields', echo(input));
  const written = expandShorthands(input, layerNames);
  const result = experimentSchema.safeParse(written);
  if (result.success) return result.data;
  throw toError(written, result.error.issues[0]!, []);
}

function toError(input: unknown, issue: Issue, parents: readonly PropertyKey[]): ExperimentError {
  const path = [...parents, ...issue.path];
  const activation = activationAround(path, issue);
  if (activation !== null) {
    const given = valueAt(input, activation) as { readonly name?: unknown };
    return errorAt(activation, expectedActivation(given.name), echo(given));
  }
  const value = valueAt(input, path);
  // A layer of no known type has no alternatives to report on.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return toError(input, meant(value, issue.errors)[0]!, path);
  }
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0]!, path, value);
  if (issue.code === 'custom') return errorAt(path, issue.message, issue.params!.got);
  // Of an object that does not say what it is, all of it is wrong.
  return issue.code === 'invalid_union' && value === undefined
    ? errorAt(path.slice(0, -1), issue.message, echo(valueAt(input, path.slice(0, -1))))
    : errorAt(path, issue.message, echo(value));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], input);
}

/** A place is a field, the position in its list, and the way from there. */
function errorAt(
  [field = 'experiment', ...inside]: readonly PropertyKey[],
  expected: string,
  got: string,
): ExperimentError {
  const index = typeof inside[0] === 'number' ? inside[0] : null;
  const way = inside.slice(index === null ? 0 : 1).map(String);
  return new ExperimentError(String(field), expected, got, index, way.length === 0 ? null : way.join(': '));
}

/**
 * The place of the activation that an issue is inside of, if there is one: what is wrong with its parts is
 * said of the whole.
 */
function activationAround(path: readonly PropertyKey[], { code }: Issue): readonly PropertyKey[] | null {
  const field = path.lastIndexOf('activation');
  if (field < 0) return null;
  const end = typeof path[field + 1] === 'number' ? field + 2 : field + 1;
  return path.length > end || code === 'unrecognized_keys' ? path.slice(0, end) : null;
}

/**
 * Of the alternatives of a union the one that the user meant: of a value and a list of them the list for a
 * list; of a text and an object the one that the value is.
 */
function meant(value: unknown, errors: readonly Issue[][]): readonly Issue[] {
  if (Array.isArray(value)) return errors[1]!;
  const fits = ([issue]: readonly Issue[]) => issue!.code !== 'invalid_type' || issue!.path.length > 0;
  return errors.find(fits) ?? errors[0]!;
}

/** An unknown field of an experiment, or of the `layer` at `path`. */
function unknownField(name: string, path: readonly PropertyKey[], layer: unknown): ExperimentError {
  const inLayer = path[0] === 'layers' && isPlain(layer);
  const inBatch = path[0] === 'batch';
  const own = inBatch ? ['points'] : FIELD_NAMES;
  const names = inLayer ? layerNames((layer as { type?: unknown }).type) : own;
  const nearest = nearestName(name, names);
  const known = nearest === null ? names.join(', ') : `did you mean ${nearest}?`;
  return errorAt(path.length === 0 ? [cut(name)] : path, `a known field (${known})`, echo(name));
}
