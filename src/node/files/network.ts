import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseActivation } from '../../experiment/index.ts';
import type { Activation } from '../../network/index.ts';
import { type GivenNetwork, givenNetwork, type LayerRows } from '../../regions/index.ts';
import { type NamedArray, parseNpz } from './npz.ts';
import { reason } from './vectors.ts';

const RELU: Activation = { name: 'relu' };

/**
 * A network from a file. A `.json` file holds `{ "activation": "relu", "layers": [{ "weights": [[…], …], "biases": […] }, …] }`. A `.npz` file
 * holds arrays `W1`, `b1`, `W2`, … or `NAME.weight`, `NAME.bias` (as PyTorch names them, layers in the order of the file), or unnamed
 * ones in the order W, b, W, …; weights have a row for every neuron, and biases may be missing. The activation acts on every layer.
 *
 * @param activation instead of the file's; without either it is ReLU.
 * @throws RangeError, in one line that names the file, where it cannot be read, holds something else, or its layers do not fit together.
 */
export async function readNetwork(path: string, activation?: Activation): Promise<GivenNetwork> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.npz' && extension !== '.json')
    throw new RangeError(`networkFile: expected a .npz or .json file, got "${path}"`);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(`networkFile: expected a readable file, got "${path}" (${reason(error)})`);
  });
  try {
    const read = extension === '.npz' ? { layers: npzLayers(bytes) } : jsonNetwork(bytes.toString('utf8'));
    return givenNetwork(read.layers, activation ?? ('activation' in read ? read.activation : RELU));
  } catch (error) {
    const why = (error as Error).message.replace(/\s+/g, ' ');
    throw new RangeError(`networkFile: expected the weights of a network, got "${path}" (${why})`, {
      cause: error,
    });
  }
}

function jsonNetwork(text: string): { layers: LayerRows[]; activation: Activation } {
  const { layers, activation = 'relu' } = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
  if (!Array.isArray(layers)) throw new RangeError('layers: expected a list of layers');
  if (typeof activation !== 'string') throw new RangeError('activation: expected a name');
  const read = layers.map((layer: unknown, l) => {
    const { weights, biases } = (layer ?? {}) as Record<string, unknown>;
    if (!Array.isArray(weights) || !weights.every(isNumbers))
      throw new RangeError(`layer ${l + 1}: expected weights, a list of rows of numbers`);
    if (biases !== undefined && !isNumbers(biases))
      throw new RangeError(`layer ${l + 1}: expected biases, a list of numbers`);
    return biases === undefined ? { weights } : { weights, biases };
  });
  return { layers: read, activation: parseActivation(activation) };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((x) => typeof x === 'number');
}

/** `W1`, `weights1`, `fc.weight`, `0.weight` …: what goes before and after the word is the name of the layer. */
const WEIGHTS = /^(.*[._])?(?:W|weights?)_?(\d*)$/i;
const BIASES = /^(.*[._])?(?:b|bias|biases)_?(\d*)$/i;
const UNNAMED = /^arr_\d+$/;

function npzLayers(bytes: Uint8Array): LayerRows[] {
  const arrays = parseNpz(bytes);
  if (arrays.length > 0 && arrays.every(({ name }) => UNNAMED.test(name))) return unnamedLayers(arrays);
  const biases = new Map<string, NamedArray>();
  const weights: [key: string, array: NamedArray][] = [];
  for (const array of arrays) {
    const [asWeights, asBiases] = [WEIGHTS.exec(array.name), BIASES.exec(array.name)];
    if (asWeights && array.dimensions === 2) weights.push([keyOf(asWeights), array]);
    else if (asBiases && array.dimensions === 1) biases.set(keyOf(asBiases), array);
    else
      throw new RangeError(
        `expected arrays W1, b1, W2, … or NAME.weight, NAME.bias, got ${described(array)}`,
      );
  }
  // Names that are numbers say the order; others come in the order of the file.
  if (weights.every(([key]) => /^\d+$/.test(key))) weights.sort(([a], [b]) => Number(a) - Number(b));
  const layers = weights.map(([key, { rows }]) => {
    const own = biases.get(key);
    biases.delete(key);
    return own === undefined ? { weights: rows } : { weights: rows, biases: own.rows[0]! };
  });
  for (const lonely of biases.values())
    throw new RangeError(`expected weights for the biases "${lonely.name}", got none`);
  return layers;
}

function keyOf([, before = '', after = '']: RegExpExecArray): string {
  return `${before.replace(/[._]$/, '')}${after}`;
}

/** Matrices in their order, each followed by its biases or by the next matrix. */
function unnamedLayers(arrays: readonly NamedArray[]): LayerRows[] {
  const ordered = [...arrays].sort((a, b) => Number(a.name.slice(4)) - Number(b.name.slice(4)));
  const layers: { weights: NamedArray['rows']; biases?: readonly number[] }[] = [];
  for (const array of ordered) {
    const last = layers.at(-1);
    if (array.dimensions === 2) layers.push({ weights: array.rows });
    else if (last !== undefined && last.biases === undefined) last.biases = array.rows[0]!;
    else throw new RangeError(`expected a matrix of weights, got ${described(array)}`);
  }
  return layers;
}

function described({ name, dimensions }: NamedArray): string {
  return `"${name}" of ${dimensions} dimension${dimensions === 1 ? '' : 's'}`;
}
