/** From what a user wrote to an `Experiment`, or to the one line that says what is wrong with it. */
import type * as z from 'zod/mini';
import { isPlain } from './check.ts';
import { cut, ExperimentError, echo } from './errors.ts';
import type { Experiment } from './experiment.ts';
import { fields } from './fields.ts';
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
    throw new ExperimentError('experiment', `expected an object of experiment fields, got ${echo(input)}`);
  const result = experimentSchema.safeParse(input);
  if (result.success) return result.data;
  throw toError(input, result.error.issues[0]!, []);
}

function toError(input: unknown, issue: Issue, parents: readonly PropertyKey[]): ExperimentError {
  const path = [...parents, ...issue.path];
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], input);
  if (issue.code === 'invalid_union') {
    // A sweep is the union of one value and a list of them: report on the one that the user meant.
    return toError(input, issue.errors[Array.isArray(value) ? 1 : 0]![0]!, path);
  }
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0]!);
  const [field = 'experiment', index] = path;
  const problem = issue.code === 'custom' ? issue.message : `${issue.message}, got ${echo(value)}`;
  return new ExperimentError(String(field), problem, typeof index === 'number' ? index : null);
}

function unknownField(name: string): ExperimentError {
  const nearest = nearestName(name, FIELD_NAMES);
  const known = nearest === null ? FIELD_NAMES.join(', ') : `did you mean ${nearest}?`;
  return new ExperimentError(cut(name), `expected a known field (${known}), got ${echo(name)}`);
}
