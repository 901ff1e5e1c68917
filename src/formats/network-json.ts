/** Networks written as JSON. */

import { integerIn, MOST_NUMBERS, oneOf } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  type AnyLayerArrays,
  type GivenConv2d,
  type GivenMaxout,
  type LayerArrays,
  layerArrays,
  type ResidualArrays,
  WEIGHTED_TYPES,
} from '../network/index.ts';
import { activationNamed, fieldsOf, isObject, ROWS, rowsOf, shown } from './json-fields.ts';
import { MOST_SIDE, shownCount } from './limits.ts';
import type { NetworkFile } from './network-file.ts';
import { patchLayer } from './network-json-patches.ts';

const MOST_LAYERS = 100_000;
const TYPES = [...WEIGHTED_TYPES, 'avg-pool', 'max-pool', 'maxout', 'residual'] as const;

/** Reads a layer from a value, with so many numbers left for weights, above one of the width `before`. */
type Read<L> = (value: unknown, where: string, left: number, before: number | null) => L;

/**
 * What a file says, each field checked by its kind. Where a layer says its type, nothing is left open but
 * activations of dense layers. @throws RangeError that says in one line what is wrong.
 */
export function jsonNetwork(value: unknown): NetworkFile {
  const { layers, activation } = fieldsOf(value, 'network', ['activation', 'layers']);
  const file = {
    activation: activationNamed(activation, 'activation'),
    last: 'as others',
    notes: [],
  } as const;
  if (Array.isArray(layers) && layers.some((layer: unknown) => isObject(layer) && 'type' in layer))
    return { ...file, layers: listOf(layers, 'layers', 'layer', MOST_NUMBERS, anyLayer), layout: 'fixed' };
  return { ...file, layers: listOf(layers, 'layers', 'layer', MOST_NUMBERS, denseLayer), layout: 'rows' };
}

/** A list of layers, `name` by name, each of which is called `one` with its number. */
function listOf<L extends AnyLayerArrays>(
  list: unknown,
  name: string,
  one: string,
  left: number,
  read: Read<L>,
): L[] {
  if (!Array.isArray(list)) throw valueFault(name, 'a list of layers', shown(list));
  if (list.length > MOST_LAYERS)
    throw valueFault(name, `at most ${shownCount(MOST_LAYERS)}`, shownCount(list.length));
  let before: number | null = null;
  return list.map((layer: unknown, l) => {
    const made: L = read(layer, `${one} ${l + 1}`, left, before);
    left -= numbersOf(made);
    before = made.width;
    return made;
  });
}

/** Number of weights. */
function numbersOf(layer: AnyLayerArrays): number {
  if ('weights' in layer) return layer.weights.length;
  if (layer.type !== 'residual') return 0;
  return [...layer.branch, ...(layer.shortcut ?? [])].reduce((sum, own) => sum + numbersOf(own), 0);
}

const anyLayer: Read<AnyLayerArrays> = (value, where, left, before) => {
  const type = isObject(value) && 'type' in value ? value.type : 'dense';
  oneOf(TYPES, `${where}, type`, type);
  if (type === 'dense') return denseLayer(value, where, left, before);
  if (type === 'maxout') return maxoutLayer(value, where, before);
  return type === 'residual'
    ? blockLayer(value, where, left)
    : patchLayer(value as { readonly type: unknown }, where, left);
};

const denseLayer: Read<LayerArrays> = (value, where, left) => {
  const isTyped = isObject(value) && 'type' in value;
  const names = isTyped ? (['type', ...ROWS] as const) : ROWS;
  return layerArrays(rowsOf(fieldsOf(value, where, names), where), where, undefined, left);
};

function maxoutLayer(value: unknown, where: string, before: number | null): GivenMaxout {
  const { pieces } = fieldsOf(value, where, ['type', 'pieces']);
  integerIn(1, MOST_SIDE, `${where}, pieces`, pieces ?? null);
  if (before === null) throw valueFault(where, 'a layer of rows before a maxout', 'none');
  const width = before / (pieces as number);
  if (!Number.isInteger(width))
    throw valueFault(
      `${where}, pieces`,
      `a number that divides ${before}, the width before`,
      pieces as number,
    );
  return { type: 'maxout', pieces: pieces as number, width, activation: LINEAR };
}

const BLOCK = ['type', 'branch', 'shortcut', 'activation', 'branchActivation'] as const;
const LINEAR = { name: 'linear' } as const;

function blockLayer(value: unknown, where: string, left: number): ResidualArrays {
  const fields = fieldsOf(value, where, BLOCK);
  const branch = innerLayers(fields.branch, `${where}, branch`, left);
  const used = branch.reduce((sum, own) => sum + numbersOf(own), 0);
  const shortcut =
    fields.shortcut === undefined ? null : innerLayers(fields.shortcut, `${where}, shortcut`, left - used);
  return {
    type: 'residual',
    branch,
    ...(shortcut && { shortcut }),
    width: branch.at(-1)!.width,
    activation: activationNamed(fields.activation, `${where}: activation`) ?? LINEAR,
    branchActivation: activationNamed(fields.branchActivation, `${where}: branchActivation`) ?? LINEAR,
  };
}

/** Layers of a block; those that say no activation are linear. */
function innerLayers(list: unknown, name: string, left: number): (LayerArrays | GivenConv2d)[] {
  const read: Read<LayerArrays | GivenConv2d> = (value, where, rest, before) => {
    const type = isObject(value) && 'type' in value ? value.type : 'dense';
    oneOf(WEIGHTED_TYPES, `${where}, type`, type);
    const made = anyLayer(value, where, rest, before) as LayerArrays | GivenConv2d;
    return { ...made, activation: made.activation ?? LINEAR };
  };
  const layers = listOf(list, name, name, left, read);
  if (layers.length === 0) throw valueFault(name, 'at least one layer', 'none');
  return layers;
}
