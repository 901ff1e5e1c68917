/** Networks written as JSON. */

import { MOST_NUMBERS } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { type AnyLayerArrays, type LayerArrays, layerArrays } from '../network/index.ts';
import { activationNamed, fieldsOf, isObject, ROWS, rowsOf, shown } from './json-fields.ts';
import { shownCount } from './limits.ts';
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
  const read = <L extends AnyLayerArrays>(make: (layer: unknown, number: number, left: number) => L) =>
    layers.map((layer: unknown, l): L => {
      const made = make(layer, l + 1, left);
      if ('weights' in made) left -= made.weights.length;
      return made;
    });
  const file = { activation: common, last: 'as others', notes: [] } as const;
  if (!layers.some((layer: unknown) => isObject(layer) && 'type' in layer))
    return { ...file, layers: read(denseLayer), layout: 'rows' };
  const anyLayer = (layer: unknown, number: number, left: number): AnyLayerArrays =>
    isObject(layer) && 'type' in layer && layer.type !== 'dense'
      ? patchLayer(layer, number, left)
      : denseLayer(layer, number, left);
  return { ...file, layers: read(anyLayer), layout: 'fixed' };
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
