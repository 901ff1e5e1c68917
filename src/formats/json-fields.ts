/** Parts of network files written as JSON, each checked by its kind. */
import { nearestName } from '../experiment/nearest-name.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import { type Activation, type LayerRows, readActivation } from '../network/index.ts';
import { MOST_SIDE, shownCount } from './limits.ts';

/** Fields of a layer with weights. */
export const ROWS = ['weights', 'biases', 'activation'] as const;

/** The fields of an object that has no others. */
export function fieldsOf<const Name extends string>(
  value: unknown,
  where: string,
  names: readonly Name[],
): { readonly [name in Name]?: unknown } {
  const listed = [names.slice(0, -1).join(', '), names.at(-1)].join(' and ');
  if (!isObject(value)) throw valueFault(where, `an object of ${listed}`, echo(value));
  const other = Object.keys(value).find((key) => !(names as readonly string[]).includes(key));
  if (other === undefined) return value as { readonly [name in Name]?: unknown };
  const nearest = nearestName(other, names);
  const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw valueFault(where, `no fields beside ${listed}${hint}`, echo(other));
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((x) => typeof x === 'number');
}

/** A value as a message shows it, a missing one as `none`. */
export function shown(value: unknown): string {
  return value === undefined ? 'none' : echo(value);
}

export function activationNamed(name: unknown, where: string): Activation | undefined {
  if (name === undefined) return undefined;
  if (typeof name !== 'string') throw valueFault(where, 'a name', echo(name));
  return named(where, () => readActivation(name));
}

/** Weights and biases as they may be written, with an activation of their own. */
export function rowsOf(
  { weights, biases, activation }: { readonly [name in (typeof ROWS)[number]]?: unknown },
  where: string,
): LayerRows {
  if (!Array.isArray(weights) || !weights.every(isNumbers))
    throw valueFault(where, 'weights, a list of rows of numbers', shown(weights));
  const largest = weights.reduce((most, row) => Math.max(most, row.length), weights.length);
  if (largest > MOST_SIDE)
    throw valueFault(where, `at most ${shownCount(MOST_SIDE)} rows and weights a row`, shownCount(largest));
  if (biases !== undefined && !isNumbers(biases))
    throw valueFault(where, 'biases, a list of numbers', shown(biases));
  const own = activationNamed(activation, `${where}: activation`);
  return {
    weights,
    ...(biases === undefined ? {} : { biases }),
    ...(own === undefined ? {} : { activation: own }),
  };
}
