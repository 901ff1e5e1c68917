/** Networks written as JSON. */

import { integerIn, MOST_NUMBERS } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { type AnyLayerArrays, type GivenMaxout, type LayerArrays, layerArrays } from '../network/index.ts';
import { activationNamed, fieldsOf, isObject, ROWS, rowsOf, shown } from './json-fields.ts';
import { MOST_SIDE, shownCount } from './limits.ts';
import type { NetworkFile } from './network-file.ts';
import { patchLayer } from './network-json-patches.ts';

const MOST_LAYERS = 100_000;

/**
 * What a file says, each field checked by its kind. Where a layer says its type, nothing is left open but
 * activations of dense layers. @throws RangeError that says in one line what is wrong.
 */
export function jsonNetwork(value: unknown): NetworkFile {
  const { layers, activation } = fieldsOf(value, 'network', ['activation', 'layers']);
  if (!Array.isArray(layers)) throw valueFault('layers', 'a list of layers', shown(layers));
  if (layers.length > MOST_LAYERS)
    throw valueFault('layers', `at most ${shownCount(MOST_LAYERS)}`, shownCount(layers.length));
  const common = activationNamed(activation, 'activation');
  let left = MOST_NUMBERS;
  const read = <L extends AnyLayerArrays>(
    make: (layer: unknown, number: number, left: number, before: number | null) => L,
  ) => {
    let before: number | null = null;
    return layers.map((layer: unknown, l): L => {
      const made = make(layer, l + 1, left, before);
      if ('weights' in made) left -= made.weights.length;
      before = made.width;
      return made;
    });
  };
  const file = { activation: common, last: 'as others', notes: [] } as const;
  if (!layers.some((layer: unknown) => isObject(layer) && 'type' in layer))
    return { ...file, layers: read(denseLayer), layout: 'rows' };
  const anyLayer = (layer: unknown, number: number, left: number, before: number | null): AnyLayerArrays => {
    if (!isObject(layer) || !('type' in layer) || layer.type === 'dense')
      return denseLayer(layer, number, left);
    return layer.type === 'maxout' ? maxoutLayer(layer, number, before) : patchLayer(layer, number, left);
  };
  return { ...file, layers: read(anyLayer), layout: 'fixed' };
}

/** @param before width of the layer before. */
function maxoutLayer(value: object, number: number, before: number | null): GivenMaxout {
  const where = `layer ${number}`;
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
  return { type: 'maxout', pieces: pieces as number, width, activation: { name: 'linear' } };
}

function denseLayer(value: unknown, number: number, left: number): LayerArrays {
  const where = `layer ${number}`;
  const isTyped = isObject(value) && 'type' in value;
  return layerArrays(
    rowsOf(fieldsOf(value, where, isTyped ? ['type', ...ROWS] : ROWS), where),
    number,
    undefined,
    left,
  );
}
