/** From what a user wrote to an `Experiment`, or to the one line that says what is wrong with it. */
import type * as z from 'zod/mini';
import { isPlain } from '../input/check.ts';
import { cut, echo } from '../input/errors.ts';
import { ExperimentError } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { fields } from './fields.ts';
import { LAYER_NAMES } from './layers.ts';
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
  const result = experimentSchema.safeParse(input);
  if (result.success) return result.data;
  throw toError(input, result.error.issues[0]!, []);
}

function toError(input: unknown, issue: Issue, parents: readonly PropertyKey[]): ExperimentError {
  const path = [...parents, ...issue.path];
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], input);
  // A layer of no known type has no alternatives to report on.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // A sweep is the union of one value and a list of them: report on the one that the user meant.
    return toError(input, issue.errors[Array.isArray(value) ? 1 : 0]![0]!, path);
  }
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0]!, path);
  const [field = 'experiment', index, ...inside] = path;
  const got = issue.code === 'custom' ? issue.params!.got : echo(value);
  const part = inside.length === 0 ? null : inside.map(String).join(': ');
  return new ExperimentError(String(field), issue.message, got, indexOf(index), part);
}

/** A name that is none of a field, or of a layer's at `path`. */
function unknownField(name: string, path: readonly PropertyKey[]): ExperimentError {
  const [field, index] = path;
  const names = field === 'layers' ? LAYER_NAMES : FIELD_NAMES;
  const nearest = nearestName(name, names);
  const known = nearest === null ? names.join(', ') : `did you mean ${nearest}?`;
  const expected = `a known field (${known})`;
  if (field === undefined) return new ExperimentError(cut(name), expected, echo(name));
  return new ExperimentError(String(field), expected, echo(name), indexOf(index));
}

function indexOf(key: PropertyKey | undefined): number | null {
  return typeof key === 'number' ? key : null;
}
