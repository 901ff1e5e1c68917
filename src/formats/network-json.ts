/** Networks written as JSON. */

import { nearestName } from '../experiment/nearest-name.ts';
import { MOST_NUMBERS } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { named, valueFault } from '../input/faults.ts';
import {
  type Activation,
  type LayerArrays,
  type LayerRows,
  layerArrays,
  readActivation,
} from '../network/index.ts';
import { MOST_SIDE, shownCount } from './limits.ts';
import type { OpenFile } from './network-file.ts';

const MOST_LAYERS = 100_000;

/**
 * What a file says, each field checked by its kind. @throws RangeError that says in one line what is wrong.
 */
export function jsonNetwork(value: unknown): OpenFile {
  const { layers, activation } = fieldsOf(value, 'network', ['activation', 'layers']);
  if (!Array.isArray(layers)) throw valueFault('layers', 'a list of layers', shown(layers));
  if (layers.length > MOST_LAYERS)
    throw valueFault('layers', `at most ${shownCount(MOST_LAYERS)}`, shownCount(layers.length));
  const common = activationOf(activation, 'activation');
  let left = MOST_NUMBERS;
  const arrays = layers.map((layer: unknown, l): LayerArrays => {
    const made = layerArrays(jsonLayer(layer, `layer ${l + 1}`), l + 1, undefined, left);
    left -= made.weights.length;
    return made;
  });
  return { layers: arrays, activation: common, last: 'as others', layout: 'rows', notes: [] };
}

function jsonLayer(value: unknown, where: string): LayerRows {
  const { weights, biases, activation } = fieldsOf(value, where, ['weights', 'biases', 'activation']);
  if (!Array.isArray(weights) || !weights.every(isNumbers))
    throw valueFault(where, 'weights, a list of rows of numbers', shown(weights));
  const largest = weights.reduce((most, row) => Math.max(most, row.length), weights.length);
  if (largest > MOST_SIDE)
    throw valueFault(where, `at most ${shownCount(MOST_SIDE)} rows and weights a row`, shownCount(largest));
  if (biases !== undefined && !isNumbers(biases))
    throw valueFault(where, 'biases, a list of numbers', echo(biases));
  const own = activationOf(activation, `${where}: activation`);
  return {
    weights,
    ...(biases === undefined ? {} : { biases }),
    ...(own === undefined ? {} : { activation: own }),
  };
}

function activationOf(name: unknown, where: string): Activation | undefined {
  if (name === undefined) return undefined;
  if (typeof name !== 'string') throw valueFault(where, 'a name', echo(name));
  return named(where, () => readActivation(name));
}

/** The fields of an object that has no others. */
function fieldsOf<const Name extends string>(
  value: unknown,
  where: string,
  names: readonly Name[],
): { readonly [name in Name]?: unknown } {
  const listed = [names.slice(0, -1).join(', '), names.at(-1)].join(' and ');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw valueFault(where, `an object of ${listed}`, echo(value));
  const other = Object.keys(value).find((key) => !(names as readonly string[]).includes(key));
  if (other === undefined) return value;
  const nearest = nearestName(other, names);
  const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw valueFault(where, `no fields beside ${listed}${hint}`, echo(other));
}

/** A value as a message shows it, a missing one as `none`. */
function shown(value: unknown): string {
  return value === undefined ? 'none' : echo(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((x) => typeof x === 'number');
}
