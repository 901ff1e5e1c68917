/**
 * The one check of networks that users write: what every public function that takes a `NetworkSpec` does
 * first.
 */

import {
  atLeast,
  checkFloat64,
  checkList,
  checkNumbers,
  checkPlain,
  ifGiven,
  integerIn,
  numberIn,
  oneOf,
  wrongValue,
} from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { type ActivationInput, activationOf } from './activation-text.ts';
import { isMatrixLaw, LAWS, MOST_BLOCK, MOST_RANK, NU_RANGE, problemOfSet, problemOfWeights } from './law.ts';
import {
  type Batch,
  BRANCH_TYPES,
  type BranchLayer,
  type Layer,
  type LayerOf,
  type LayerType,
  PADDINGS,
  type Pads,
  type Patched,
  type Shape,
  UNWEIGHTED,
} from './layer.ts';
import { factsOf, innerLayers, sizeOf } from './layer-facts.ts';
import {
  BIAS_SCALINGS,
  type EntryLaw,
  type Law,
  type LayeredNetwork,
  type Mask,
  SCALINGS,
  type UniformNetwork,
} from './network.ts';
import { normalises } from './unfolded.ts';

type Check = (name: string, value: never) => void;

const size: Check = (name, value) => integerIn(1, Number.MAX_SAFE_INTEGER, name, value);

/** Fields of layers with weights. */
const WEIGHTS = {
  density: (name: string, density: number) => numberIn(0, 1, name, density),
  weights: checkLaw,
  sigmaW: (name: string, sigma: number) => atLeast(0, name, sigma),
  biases: checkEntryLaw,
  sigmaB: (name: string, sigma: number) => atLeast(0, name, sigma),
  scaling: (name: string, scaling: unknown) => oneOf(SCALINGS, name, scaling),
  mask: checkMask,
  biasScaling: (name: string, scaling: unknown) =>
    ifGiven((n, value) => oneOf(BIAS_SCALINGS, n, value), name, scaling),
  activation: activationOf,
};

/** The same of layers without: left out, or what a complete layer has there. */
const NO_WEIGHTS = Object.fromEntries(
  Object.keys(WEIGHTS).map((field) => [
    field,
    (name: string, value: unknown) => {
      const fixed = (UNWEIGHTED as { readonly [field: string]: unknown })[field];
      const same = JSON.stringify(value) === JSON.stringify(fixed);
      if (value !== undefined && !same) wrongValue(name, 'none, for the layer has no weights', value);
    },
  ]),
) as unknown as { readonly [F in keyof typeof WEIGHTS]: Check };

const PATCHES = {
  inputShape: checkShape,
  kernel: size,
  stride: size,
  pads: (name: string, pads: unknown) => ifGiven(checkPads, name, pads),
};

function checkPads(name: string, pads: unknown): asserts pads is Pads {
  if (!Array.isArray(pads) || pads.length !== 4) wrongValue(name, 'a list of four numbers', pads);
  for (let i = 0; i < 4; i++) integerIn(0, Number.MAX_SAFE_INTEGER, `${name}[${i}]`, pads[i]);
}

/** The paddings of each type of layer that looks at patches. */
export const PADDINGS_OF = {
  conv2d: PADDINGS,
  'avg-pool': ['none', 'zero', 'cut'],
  'max-pool': ['none', 'cut'],
} as const satisfies { readonly [T in LayerType]?: readonly Patched['padding'][] };

/** How a layer looks at patches; `at` stands before the names of fields. @throws TypeError, RangeError */
export function checkPatches(at: string, layer: Patched): void {
  for (const [field, check] of Object.entries(PATCHES))
    (check as Check)(at + field, layer[field as keyof Patched] as never);
}

const NORM = {
  width: size,
  epsilon: (name: string, epsilon: unknown) => atLeast(0, name, epsilon),
  ...NO_WEIGHTS,
  activation: optionalActivation,
};

/** What each type of layer consists of, beside its type: the check of every field. */
const FIELDS: {
  readonly [T in LayerType]: { readonly [F in Exclude<keyof LayerOf<T>, 'type'>]: Check };
} = {
  dense: { width: size, ...WEIGHTS },
  conv2d: {
    width: size,
    ...PATCHES,
    padding: (name: string, padding: unknown) => oneOf(PADDINGS_OF.conv2d, name, padding),
    channels: size,
    ...WEIGHTS,
  },
  'avg-pool': {
    width: size,
    ...PATCHES,
    padding: (name: string, padding: unknown) => oneOf(PADDINGS_OF['avg-pool'], name, padding),
    ...NO_WEIGHTS,
    sigmaW: (name, sigma) => ifGiven((at, value) => atLeast(0, at, value), name, sigma),
  },
  'max-pool': {
    width: size,
    ...PATCHES,
    padding: (name: string, padding: unknown) => oneOf(PADDINGS_OF['max-pool'], name, padding),
    ...NO_WEIGHTS,
  },
  maxout: { width: size, pieces: size, ...NO_WEIGHTS },
  flatten: { width: size, ...NO_WEIGHTS },
  'layer-norm': NORM,
  'rms-norm': NORM,
  'batch-norm': {
    ...NORM,
    channels: (name: string, channels: unknown) =>
      ifGiven((at, count) => integerIn(1, Number.MAX_SAFE_INTEGER, at, count), name, channels),
    batch: (name: string, batch: unknown) => ifGiven(checkBatch, name, batch),
  },
  residual: {
    width: size,
    branch: checkBranch,
    shortcut: (name: string, shortcut: unknown) => ifGiven(checkBranch, name, shortcut),
    scale: (name, scale) => atLeast(0, name, scale),
    branchActivation: optionalActivation,
    ...NO_WEIGHTS,
    activation: optionalActivation,
  },
};

/** A list of at least two points. */
function checkBatch(name: string, batch: unknown): void {
  checkList(name, batch, 2);
  for (let i = 0; i < batch.length; i++) checkFloat64(`${name}[${i}]`, batch[i]);
}

function optionalActivation(name: string, activation: ActivationInput | undefined): void {
  if (activation !== undefined) activationOf(name, activation);
}

function checkBranch(name: string, branch: unknown): void {
  checkList(name, branch, 1);
  for (let l = 0; l < branch.length; l++) {
    const layer = branch[l] as BranchLayer;
    checkPlain(`${name}[${l}]`, layer);
    oneOf(BRANCH_TYPES, `${name}[${l}].type`, layer.type);
    checkLayer(`${name}[${l}]`, layer);
    if (!normalises(layer)) checkWeights(`${name}[${l}].`, { ...layer, type: 'residual' });
  }
}

const LAYER_TYPES = Object.keys(FIELDS) as LayerType[];

/** @throws TypeError, RangeError for anything but height, width and number of channels. */
export function checkShape(name: string, shape: unknown): asserts shape is Shape {
  const expected = 'a list of height, width and channels';
  if (!Array.isArray(shape) || shape.length !== 3) wrongValue(name, expected, shape);
  for (let i = 0; i < 3; i++) integerIn(1, Number.MAX_SAFE_INTEGER, `${name}[${i}]`, shape[i]);
}

/** @throws TypeError, RangeError that names the first field that is wrong, such as `layers[2].sigmaW`. */
export function checkNetworkSpec(spec: LayeredNetwork): void {
  checkPlain('network', spec, ['inputDim', 'layers']);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', spec.inputDim);
  checkList('layers', spec.layers, 1);
  // A layer that many share is checked once. Not forEach, which would pass over the holes of a sparse array.
  const checked = new Set<unknown>();
  for (let l = 0; l < spec.layers.length; l++) {
    const layer = spec.layers[l]!;
    if (checked.has(layer)) continue;
    checkLayer(`layers[${l}]`, layer);
    checked.add(layer);
  }
  checkBatches(spec);
  let before = spec.inputDim;
  for (let l = 0; l < spec.layers.length; l++) {
    const layer = spec.layers[l] as Layer;
    checkPlace(`layers[${l}]`, layer, before);
    before = layer.width;
  }
}

/** Layers that normalise over a batch look at images of the same points. */
function checkBatches({ inputDim, layers }: LayeredNetwork): void {
  let known: Batch | undefined | null = null;
  const all = layers.flatMap((layer, l) =>
    (layer.type === 'residual' ? innerLayers(layer as LayerOf<'residual'>) : [layer]).map(
      (own) => [own, l] as const,
    ),
  );
  for (const [layer, l] of all) {
    if (layer.type !== 'batch-norm' || layer.batch === known) continue;
    const name = `layers[${l}].batch`;
    if (known !== null) throw valueFault(name, 'the batch of all batch-norm layers, or none', 'another one');
    known = layer.batch;
    const other = known?.find((point) => point.length !== inputDim);
    if (other !== undefined)
      wrongValue(name, `points of dimension ${inputDim}, that of the network's input`, other.length);
  }
}

/** Whether a layer, whose fields are right, takes what the one before gives, and gives what it says. */
export function checkPlace(name: string, layer: Layer, before: number): void {
  const inputs = factsOf(layer).inputs(layer);
  if (inputs !== null && inputs !== before)
    throw valueFault(name, `a layer of ${before} inputs, the width before`, `one of ${inputs}`);
  if (layer.type === 'residual') checkBlock(name, layer, before);
  if (layer.type === 'batch-norm' && layer.width % (layer.channels ?? 1) !== 0)
    wrongValue(`${name}.channels`, `a divisor of the width, ${layer.width}`, layer.channels);
  if ('pads' in layer && layer.pads !== undefined) {
    const { pads, padding, kernel } = layer;
    if (padding !== 'zero' && padding !== 'cut')
      wrongValue(`${name}.pads`, `none with padding ${padding}`, pads);
    if (Math.max(...pads) >= kernel) wrongValue(`${name}.pads`, `numbers below the kernel, ${kernel}`, pads);
  }
  const shape = factsOf(layer).shape(layer, null);
  if (shape === null) return;
  if (Math.min(...shape) < 1)
    throw valueFault(`${name}.kernel`, 'a patch inside of the input', (layer as Patched).kernel);
  if (layer.width !== sizeOf(shape))
    wrongValue(`${name}.width`, `${sizeOf(shape)}, the size of its output`, layer.width);
}

/** Whether the layers of a block fit, and what comes out of its branch can be added to the shortcut. */
function checkBlock(name: string, { branch, shortcut, width }: LayerOf<'residual'>, inputs: number): void {
  if (shortcut !== undefined) checkChain(`${name}.shortcut`, shortcut, inputs, width);
  checkChain(`${name}.branch`, branch, inputs, width);
}

/** Layers of a block that take `inputs` values and end with `width`, without an activation. */
function checkChain(name: string, layers: readonly BranchLayer[], inputs: number, width: number): void {
  const last = layers.length - 1;
  let before = inputs;
  for (const [l, layer] of layers.entries()) {
    checkPlace(`${name}[${l}]`, layer, before);
    before = layer.width;
  }
  if (before !== width) throw valueFault(`${name}[${last}].width`, `${width}, that of the block`, before);
  const { activation } = layers[last]!;
  const at = `${name}[${last}].activation`;
  if (activation !== undefined && activationOf(at, activation).name !== 'linear')
    wrongValue(at, 'linear, for the last layer of a branch', activation);
}

function checkLayer(name: string, layer: LayeredNetwork['layers'][number]): void {
  checkPlain(name, layer);
  oneOf(LAYER_TYPES, `${name}.type`, layer.type);
  const fields = Object.entries(FIELDS[layer.type]);
  checkPlain(name, layer, ['type', ...fields.map(([field]) => field)]);
  for (const [field, check] of fields) check(`${name}.${field}`, layer[field as keyof typeof layer] as never);
  if (layer.weights !== undefined) checkWeights(`${name}.`, layer as Layer);
}

/** The shorthand, checked as it is written. @throws TypeError, RangeError */
export function checkUniform(network: UniformNetwork): void {
  const { width: _, ...shared } = FIELDS.dense;
  const fields = Object.entries(shared);
  checkPlain('network', network, ['inputDim', 'widths', ...fields.map(([field]) => field)]);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', network.inputDim);
  checkWidths(network.widths);
  for (const [field, check] of fields) check(field, network[field as keyof UniformNetwork] as never);
  checkWeights('', network);
}

/** @throws RangeError for weights and masks that do not go together. */
function checkWeights(prefix: string, weighted: Parameters<typeof problemOfWeights>[0]): void {
  const problem = problemOfWeights(weighted);
  if (problem !== null) throw valueFault(prefix + problem.field, problem.expected, problem.got);
}

/** n_1 … n_d, each at most `largest`. @throws TypeError, RangeError */
export function checkWidths(
  widths: unknown,
  largest: number = Number.MAX_SAFE_INTEGER,
): asserts widths is readonly number[] {
  checkList('widths', widths);
  if (widths.length === 0) throw valueFault('widths', 'at least one width', 'none');
  // Not forEach, which would pass over the holes of a sparse array.
  for (let i = 0; i < widths.length; i++)
    integerIn(1, largest, 'widths', widths[i], widths.length === 1 ? null : i);
}

/** @throws TypeError, RangeError */
export function checkLaw(name: string, law: Law): void {
  checkPlain(name, law);
  oneOf(LAWS, name, law.kind);
  if (law.kind === 'student') numberIn(...NU_RANGE, name, law.nu);
  if (law.kind === 'low-rank') integerIn(1, MOST_RANK, name, law.rank);
  if (law.kind !== 'discrete') return;
  const { values } = law;
  checkNumbers(name, values);
  const why = values.length === 0 ? 'it is empty' : problemOfSet(Array.from(values));
  if (why !== null) wrongValue(name, `a finite symmetric set of values (${why})`, values);
}

/** The law of single entries. @throws TypeError, RangeError */
export function checkEntryLaw(name: string, law: Law): asserts law is EntryLaw {
  checkLaw(name, law);
  if (isMatrixLaw(law)) wrongValue(name, 'a law of single numbers', law.kind);
}

/** @throws TypeError, RangeError */
function checkMask(name: string, mask: Mask | undefined): void {
  if (mask === undefined) return;
  checkPlain(name, mask);
  oneOf(['bernoulli', 'fixed-fan-in', 'group', 'block'], name, mask.kind);
  if (mask.kind === 'block') integerIn(1, MOST_BLOCK, name, mask.size);
  if (mask.kind !== 'group') return;
  integerIn(1, MOST_BLOCK, name, mask.of);
  integerIn(1, mask.of, name, mask.keep);
}
