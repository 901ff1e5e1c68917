/** Networks as named arrays: which are weights, which biases, and in what order. */
import { echo } from '../input/errors.ts';
import type { LayerArrays } from '../network/index.ts';
import { type NamedArray, shownShape } from './arrays.ts';
import { transposed } from './layout.ts';
import type { OpenFile } from './network-file.ts';

/**
 * `W1`, `weights1`, `fc.weight`, `0.weight`, `dense/kernel` …: what goes before and after the word is the name
 * of the layer.
 */
const WEIGHTS = /^(.*[._/])?(W|weights?|kernel)_?(\d*)$/i;
const BIASES = /^(.*[._/])?(b|bias|biases)_?(\d*)$/i;
const UNNAMED = /^arr_\d+$/;
/** Parts of layers that are no dense ones: without them the network would be another. */
const PARAMETER = /weight|bias|kernel|gamma|beta|alpha|scale|running_|embed/i;
/** Names that a note lists. */
const MOST_NAMES = 5;

interface Weights {
  readonly array: NamedArray;
  /** Whether the word says that rows are inputs: Keras and Flax have kernels, inputs × outputs. */
  readonly isKernel: boolean;
}

/** The layers that arrays make, in their order. @throws RangeError that says in one line what is wrong. */
export function arrayNetwork(arrays: readonly NamedArray[]): OpenFile {
  const settled = { last: 'linear', layout: 'open' } as const;
  if (arrays.length > 0 && arrays.every(({ name }) => UNNAMED.test(name)))
    return { layers: unnamedLayers(arrays), ...settled, notes: [] };
  const biases = new Map<string, NamedArray>();
  const weights = new Map<string, Weights>();
  const others: NamedArray[] = [];
  for (const array of arrays) {
    const [asWeights, asBiases] = [WEIGHTS.exec(array.name), BIASES.exec(array.name)];
    if (asWeights && array.shape.length === 2) {
      const key = keyOf(asWeights);
      requireNew(weights.get(key)?.array, array);
      weights.set(key, { array, isKernel: asWeights[2]!.toLowerCase() === 'kernel' });
    } else if (asBiases && array.shape.length === 1) {
      const key = keyOf(asBiases);
      requireNew(biases.get(key), array);
      biases.set(key, array);
    } else if (asWeights || asBiases || PARAMETER.test(array.name)) refuseArray(array);
    else others.push(array);
  }
  if (weights.size === 0 && others.length > 0) refuseArray(others[0]!);
  const lonely = [...biases.keys()].find((key) => !weights.has(key));
  if (lonely !== undefined)
    throw new RangeError(`expected weights for the biases ${echo(biases.get(lonely)!.name)}, got none`);
  const layers = inOrder([...weights.keys()]).map((key) => {
    const { array, isKernel } = weights.get(key)!;
    const layer = layerOf(array, biases.get(key));
    return isKernel ? transposed(layer) : layer;
  });
  return { layers, ...settled, notes: leftOut(others) };
}

function leftOut(arrays: readonly NamedArray[]): string[] {
  if (arrays.length === 0) return [];
  const named = arrays.slice(0, MOST_NAMES).map(({ name }) => echo(name));
  const more = arrays.length > MOST_NAMES ? ` and ${arrays.length - MOST_NAMES} more` : '';
  return [`left out ${named.join(', ')}${more}: no weights or biases by name`];
}

function refuseArray(array: NamedArray): never {
  throw new RangeError(
    `expected arrays W1, b1, W2, … or NAME.weight, NAME.bias of dense layers (other layers: .onnx), got ${described(array)}`,
  );
}

function requireNew(other: NamedArray | undefined, array: NamedArray): void {
  if (other !== undefined)
    throw new RangeError(`expected one array a layer, got ${echo(other.name)} and ${echo(array.name)}`);
}

function keyOf([, before = '', , after = '']: RegExpExecArray): string {
  return `${before.replace(/[._/]$/, '')}${after}`;
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
function unnamedLayers(arrays: readonly NamedArray[]): LayerArrays[] {
  const ordered = [...arrays].sort((a, b) => Number(a.name.slice(4)) - Number(b.name.slice(4)));
  const layers: [weights: NamedArray, biases?: NamedArray][] = [];
  for (const array of ordered) {
    const last = layers.at(-1);
    if (array.shape.length === 2) layers.push([array]);
    else if (array.shape.length === 1 && last !== undefined && last[1] === undefined) last[1] = array;
    else throw new RangeError(`expected a matrix of weights, got ${described(array)}`);
  }
  return layers.map(([weights, biases]) => layerOf(weights, biases));
}

function layerOf(weights: NamedArray, biases?: NamedArray): LayerArrays {
  const [width, fanIn] = weights.shape as readonly [number, number];
  return { weights: weights.values(), width, fanIn, biases: biases?.values() };
}

function described({ name, shape }: NamedArray): string {
  return `${echo(name)} of shape ${shownShape(shape)}`;
}
