/**
 * A network as a safetensors file, whose metadata hold the activations where the file is ours; and the other way
 * round.
 */
import { echo } from '../input/errors.ts';
import { checkNetwork, formatActivation, type GivenNetwork, readActivation } from '../network/index.ts';
import { parseJson } from './json.ts';
import { arrayNetwork } from './network-arrays.ts';
import type { OpenFile } from './network-file.ts';
import { networkArrays } from './network-names.ts';
import { parseSafetensors } from './safetensors.ts';

/** Key of the metadata: a JSON list, one activation a layer. */
const ACTIVATIONS = 'expressivity.activations';

/** @throws RangeError saying in one line what is wrong. */
export function readSafetensors(bytes: Uint8Array): OpenFile {
  const { arrays, metadata } = parseSafetensors(bytes);
  const network = arrayNetwork(arrays);
  const text = metadata[ACTIVATIONS];
  if (text === undefined) return network;
  const names = parseJson(text);
  const { layers } = network;
  if (!Array.isArray(names) || names.length !== layers.length)
    throw new RangeError(`expected ${layers.length} activations in the metadata, got ${echo(names)}`);
  return {
    ...network,
    layout: 'rows',
    layers: layers.map((layer, l) => ({ ...layer, activation: readActivation(String(names[l])) })),
  };
}

/**
 * The network as a safetensors file in double precision: `layer1.weight` with a row for every neuron,
 * `layer1.bias`, `layer2.weight`, …. Libraries of that name read it; the activations stand in the metadata,
 * where `parseNetwork` finds them.
 *
 * @throws TypeError, RangeError for an invalid network.
 */
export function networkSafetensors(network: GivenNetwork): Uint8Array {
  checkNetwork(network);
  const activations = network.layers.map(({ activation }) => formatActivation(activation));
  const arrays = Object.entries(networkArrays(network));
  const header: Record<string, unknown> = {
    __metadata__: { format: 'pt', [ACTIVATIONS]: JSON.stringify(activations) },
  };
  let offset = 0;
  for (const [name, { shape, values }] of arrays) {
    const end = offset + 8 * values.length;
    header[name] = { dtype: 'F64', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces bring the numbers to a multiple of 8 bytes.
  const start = 8 * Math.ceil((8 + text.length) / 8);
  const bytes = new Uint8Array(start + offset).fill(0x20, 8, start);
  bytes.set(text, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const [, { values }] of arrays) {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes;
}
