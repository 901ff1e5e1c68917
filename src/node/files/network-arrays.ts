/** Networks as named arrays: which are weights, which biases, and in what order. */
import { echo } from '../../experiment/index.ts';
import type { LayerRows } from '../../regions/index.ts';
import { shownShape } from './npy.ts';
import type { NamedArray } from './npz.ts';

/**
 * `W1`, `weights1`, `fc.weight`, `0.weight` …: what goes before and after the word is the name of the layer.
 */
const WEIGHTS = /^(.*[._])?(?:W|weights?)_?(\d*)$/i;
const BIASES = /^(.*[._])?(?:b|bias|biases)_?(\d*)$/i;
const UNNAMED = /^arr_\d+$/;

/** The layers that arrays make, in their order. @throws RangeError that says in one line what is wrong. */
export function arrayLayers(arrays: readonly NamedArray[]): LayerRows[] {
  if (arrays.length > 0 && arrays.every(({ name }) => UNNAMED.test(name))) return unnamedLayers(arrays);
  const biases = new Map<string, NamedArray>();
  const weights = new Map<string, NamedArray>();
  for (const array of arrays) {
    const [asWeights, asBiases] = [WEIGHTS.exec(array.name), BIASES.exec(array.name)];
    if (asWeights && array.shape.length === 2) put(weights, keyOf(asWeights), array);
    else if (asBiases && array.shape.length === 1) put(biases, keyOf(asBiases), array);
    else
      throw new RangeError(
        `expected arrays W1, b1, W2, … or NAME.weight, NAME.bias, got ${described(array)}`,
      );
  }
  const lonely = [...biases.keys()].find((key) => !weights.has(key));
  if (lonely !== undefined)
    throw new RangeError(`expected weights for the biases ${echo(biases.get(lonely)!.name)}, got none`);
  return inOrder([...weights.keys()]).map((key) => layerOf(weights.get(key)!, biases.get(key)));
}

function put(arrays: Map<string, NamedArray>, key: string, array: NamedArray): void {
  const other = arrays.get(key);
  if (other !== undefined)
    throw new RangeError(`expected one array a layer, got ${echo(other.name)} and ${echo(array.name)}`);
  arrays.set(key, array);
}

function keyOf([, before = '', after = '']: RegExpExecArray): string {
  return `${before.replace(/[._]$/, '')}${after}`;
}

/**
 * Names that differ by their numbers alone go by these. Others stay in the order of the file, which the
 * numbers of names that are otherwise alike must not contradict.
 */
function inOrder(keys: readonly string[]): string[] {
  const numbered = keys.map((key) => ({
    key,
    pattern: key.replace(/\d+/g, '#'),
    numbers: (key.match(/\d+/g) ?? []).map(Number),
  }));
  if (numbered.every(({ pattern }) => pattern === numbered[0]!.pattern))
    return numbered.sort((a, b) => compare(a.numbers, b.numbers)).map(({ key }) => key);
  const last = new Map<string, (typeof numbered)[number]>();
  for (const layer of numbered) {
    const before = last.get(layer.pattern);
    if (before !== undefined && compare(before.numbers, layer.numbers) > 0)
      throw new RangeError(
        `expected layers in the order of their numbers, got ${echo(before.key)} before ${echo(layer.key)}`,
      );
    last.set(layer.pattern, layer);
  }
  return [...keys];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((number, i) => number !== b[i]);
  return differs < 0 ? 0 : a[differs]! - b[differs]!;
}

/** Matrices in their order, each followed by its biases or by the next matrix. */
function unnamedLayers(arrays: readonly NamedArray[]): LayerRows[] {
  const ordered = [...arrays].sort((a, b) => Number(a.name.slice(4)) - Number(b.name.slice(4)));
  const layers: [weights: NamedArray, biases?: NamedArray][] = [];
  for (const array of ordered) {
    const last = layers.at(-1);
    if (array.shape.length === 2) layers.push([array]);
    else if (last !== undefined && last[1] === undefined) last[1] = array;
    else throw new RangeError(`expected a matrix of weights, got ${described(array)}`);
  }
  return layers.map(([weights, biases]) => layerOf(weights, biases));
}

function layerOf({ shape: [rows = 0, columns = 0], values }: NamedArray, biases?: NamedArray): LayerRows {
  const weights = Array.from({ length: rows }, (_, r) => values.subarray(r * columns, (r + 1) * columns));
  return biases === undefined ? { weights } : { weights, biases: biases.values };
}

function described({ name, shape }: NamedArray): string {
  return `${echo(name)} of shape ${shownShape(shape)}`;
}
