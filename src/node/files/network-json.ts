/** Networks written as JSON. */
import { echo, readActivation } from '../../experiment/index.ts';
import { nearestName } from '../../experiment/nearest-name.ts';
import type { Activation, LayerRows } from '../../network/index.ts';
import { MOST_SIDE, shownCount } from './limits.ts';

const MOST_LAYERS = 100_000;

/** What a file says, each field checked by its kind. @throws RangeError that says in one line what is wrong. */
export function jsonNetwork(value: unknown): {
  layers: LayerRows[];
  activation: Activation | undefined;
} {
  const { layers, activation } = fieldsOf(value, 'network', ['activation', 'layers']);
  if (!Array.isArray(layers)) throw new RangeError(`layers: expected a list of layers, got ${shown(layers)}`);
  if (layers.length > MOST_LAYERS)
    throw new RangeError(
      `layers: expected at most ${shownCount(MOST_LAYERS)}, got ${shownCount(layers.length)}`,
    );
  return {
    layers: layers.map((layer: unknown, l) => jsonLayer(layer, `layer ${l + 1}`)),
    activation: activationOf(activation, 'activation'),
  };
}

function jsonLayer(value: unknown, where: string): LayerRows {
  const { weights, biases, activation } = fieldsOf(value, where, ['weights', 'biases', 'activation']);
  if (!Array.isArray(weights) || !weights.every(isNumbers))
    throw new RangeError(`${where}: expected weights, a list of rows of numbers, got ${shown(weights)}`);
  const largest = weights.reduce((most, row) => Math.max(most, row.length), weights.length);
  if (largest > MOST_SIDE)
    throw new RangeError(
      `${where}: expected at most ${shownCount(MOST_SIDE)} rows and weights a row, got ${shownCount(largest)}`,
    );
  if (biases !== undefined && !isNumbers(biases))
    throw new RangeError(`${where}: expected biases, a list of numbers, got ${echo(biases)}`);
  const own = activationOf(activation, `${where}: activation`);
  return {
    weights,
    ...(biases === undefined ? {} : { biases }),
    ...(own === undefined ? {} : { activation: own }),
  };
}

function activationOf(name: unknown, where: string): Activation | undefined {
  if (name === undefined) return undefined;
  if (typeof name !== 'string') throw new RangeError(`${where}: expected a name, got ${echo(name)}`);
  try {
    return readActivation(name);
  } catch (error) {
    throw new RangeError(`${where}: ${(error as Error).message}`);
  }
}

/** The fields of an object that has no others. */
function fieldsOf<const Name extends string>(
  value: unknown,
  where: string,
  names: readonly Name[],
): { readonly [name in Name]?: unknown } {
  const listed = [names.slice(0, -1).join(', '), names.at(-1)].join(' and ');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${where}: expected an object of ${listed}, got ${echo(value)}`);
  const other = Object.keys(value).find((key) => !(names as readonly string[]).includes(key));
  if (other === undefined) return value;
  const nearest = nearestName(other, names);
  const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw new RangeError(`${where}: expected no fields beside ${listed}${hint}, got ${echo(other)}`);
}

/** A value as a message shows it, a missing one as `none`. */
function shown(value: unknown): string {
  return value === undefined ? 'none' : echo(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((x) => typeof x === 'number');
}
