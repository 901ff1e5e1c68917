/** Networks from files of other programs: bytes in, a network out. Nothing here needs Node. */

import { checkFlag, checkPlain, checkText, ifGiven, oneOf, wrongKind } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  type Activation,
  type ActivationInput,
  type AnyGivenNetwork,
  type AnyLayerArrays,
  activationOf,
  formatActivation,
  networkOfArrays,
} from '../network/index.ts';
import { parseJson } from './json.ts';
import { layoutOf, transposed } from './layout.ts';
import { arrayNetwork } from './network-arrays.ts';
import type { NetworkFile } from './network-file.ts';
import { jsonNetwork } from './network-json.ts';
import { readSafetensors } from './network-safetensors.ts';
import { readNnet } from './nnet.ts';
import { parseNpz } from './npz.ts';
import { readOnnx } from './onnx.ts';
import { parsePt } from './pt.ts';
import { textOf } from './text.ts';

/** Formats of network files. */
export const NETWORK_FORMATS = ['json', 'npz', 'safetensors', 'onnx', 'pt', 'nnet'] as const;
/** A format of network files, named as their files end. */
export type NetworkFormat = (typeof NETWORK_FORMATS)[number];

/** Properties that a network file may not state. */
export interface ReadNetworkOptions {
  /**
   * Activation of the layers that have none of their own, instead of the file's; without either it is ReLU.
   */
  readonly activation?: ActivationInput | undefined;
  /**
   * Activation of the last layer where the file has none. Default: none (`linear`), but in JSON files that of
   * the other layers.
   */
  readonly outputActivation?: ActivationInput | undefined;
  /** Whether matrices have a row for every input. Default: their shapes decide, else no. */
  readonly transpose?: boolean | undefined;
}

/** Options of `parseNetwork`. */
export interface ParseNetworkOptions extends ReadNetworkOptions {
  /** Format of the bytes. */
  readonly format: NetworkFormat;
}

/** A network, and the assumptions where its file says nothing. */
export interface ParsedNetwork {
  /** Has only dense layers, unless the file has a convolutional network. */
  readonly network: AnyGivenNetwork;
  /** Clauses such as `relu in layers 1 and 2, none in layer 3`; empty if the file says everything. */
  readonly assumed: readonly string[];
}

/**
 * A network from the bytes of a file; docs/formats.md lists the formats. Sizes in the file are checked
 * against its length before memory is taken, and no code in it is run.
 *
 * @throws TypeError, RangeError, `bytes: expected …, got …`, for wrong options and bytes that are no such
 * network.
 */
export async function parseNetwork(bytes: Uint8Array, options: ParseNetworkOptions): Promise<ParsedNetwork> {
  if (!(ArrayBuffer.isView(bytes) && 'subarray' in bytes && bytes.BYTES_PER_ELEMENT === 1))
    wrongKind('bytes', 'a Uint8Array', bytes);
  checkPlain('options', options, ['format', ...OPEN]);
  const { format, ...open } = options;
  oneOf(NETWORK_FORMATS, 'format', format);
  const settled = openOptions(open);
  try {
    return await readNetworkBytes(bytes, format, settled);
  } catch (error) {
    throw valueFault('bytes', 'the weights of a network', `a .${format} file (${(error as Error).message})`);
  }
}

/** The format that a file's name ends with; `null` for other names. @throws TypeError for no text. */
export function networkFormat(name: string): NetworkFormat | null {
  checkText('name', name);
  const [, ending = ''] = /\.([a-z]+)$/i.exec(name) ?? [];
  const found = ending.toLowerCase() === 'pth' ? 'pt' : ending.toLowerCase();
  return NETWORK_FORMATS.find((format) => format === found) ?? null;
}

/** Options, checked. */
export interface OpenOptions {
  readonly activation: Activation | undefined;
  readonly outputActivation: Activation | undefined;
  readonly transpose: boolean;
}

export const OPEN = ['activation', 'outputActivation', 'transpose'] as const;

/** @throws TypeError, RangeError */
export function openOptions({ activation, outputActivation, transpose }: ReadNetworkOptions): OpenOptions {
  ifGiven(checkFlag, 'transpose', transpose);
  const read = (name: string, given: ActivationInput | undefined) =>
    given === undefined ? undefined : activationOf(name, given);
  return {
    activation: read('activation', activation),
    outputActivation: read('outputActivation', outputActivation),
    transpose: transpose === true,
  };
}

/** As `parseNetwork`, with checked options. @throws RangeError that says in one line what is wrong. */
export async function readNetworkBytes(
  bytes: Uint8Array,
  format: NetworkFormat,
  options: OpenOptions,
): Promise<ParsedNetwork> {
  return settled(await READERS[format](bytes), options);
}

const READERS: Readonly<Record<NetworkFormat, (bytes: Uint8Array) => NetworkFile | Promise<NetworkFile>>> = {
  json: (bytes) => jsonNetwork(parseJson(textOf(bytes))),
  npz: async (bytes) => arrayNetwork(await parseNpz(bytes)),
  safetensors: readSafetensors,
  onnx: readOnnx,
  async pt(bytes) {
    const { arrays, notes } = await parsePt(bytes);
    const network = arrayNetwork(arrays);
    return { ...network, notes: [...notes, ...network.notes] };
  },
  nnet: (bytes) => readNnet(textOf(bytes)),
};

const RELU: Activation = { name: 'relu' };
const LINEAR: Activation = { name: 'linear' };

function settled(file: NetworkFile, { activation, outputActivation, transpose }: OpenOptions): ParsedNetwork {
  const { layers, layoutNotes } = inLayout(file, transpose);
  const isOpen = layers.map((layer) => layer.activation === undefined);
  const others = activation ?? file.activation ?? RELU;
  const last = outputActivation ?? (file.last === 'linear' ? LINEAR : others);
  if (outputActivation !== undefined && isOpen.at(-1) === false)
    throw valueFault(null, "no outputActivation beside the file's own", outputActivation.name);
  if (activation !== undefined && layers.length > 0 && !isOpen.includes(true))
    throw valueFault(null, 'no activation where every layer of the file has its own', activation.name);
  const network = networkOfArrays(
    layers.map((layer, l) =>
      l < layers.length - 1 || 'type' in layer ? layer : { ...layer, activation: layer.activation ?? last },
    ),
    others,
  );
  const assumed = [
    activation === undefined && file.activation === undefined && isOpen.slice(0, -1).includes(true)
      ? [`${formatActivation(others)} behind the hidden layers`]
      : [],
    outputActivation === undefined &&
    isOpen.at(-1) &&
    (file.last === 'linear' || file.activation === undefined)
      ? [
          last.name === 'linear'
            ? 'no activation behind the last layer'
            : `${formatActivation(last)} behind the last layer`,
        ]
      : [],
    layoutNotes,
    file.notes,
  ].flat();
  return { network, assumed };
}

/** Layers with a row for every neuron. */
function inLayout(
  file: NetworkFile,
  transpose: boolean,
): { readonly layers: readonly AnyLayerArrays[]; readonly layoutNotes: readonly string[] } {
  if (file.layout === 'fixed') {
    if (transpose) throw valueFault(null, 'no transpose: the format says what rows are', 'transpose');
    return { layers: file.layers, layoutNotes: [] };
  }
  const { layers, layout } = file;
  if (transpose) return { layers: layers.map(transposed), layoutNotes: [] };
  const found = layoutOf(layers);
  if (found === 'columns' && layout === 'rows')
    throw valueFault(null, 'weights with a row for every neuron', 'a row for every input; transpose them');
  if (found === 'columns')
    return {
      layers: layers.map(transposed),
      layoutNotes: ['matrices have a row for every input, by their shapes'],
    };
  const fitsBoth = found === null && layout === 'open' && layers.length > 0;
  return {
    layers,
    layoutNotes: fitsBoth ? ['matrices have a row for every neuron; their shapes fit both ways'] : [],
  };
}
