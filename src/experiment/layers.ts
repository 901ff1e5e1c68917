/**
 * Layers one by one, as an experiment writes them instead of widths: what they leave out, the experiment's
 * own fields say.
 */
import * as z from 'zod/mini';
import {
  averaging,
  BIAS_SCALINGS,
  type BiasScaling,
  BRANCH_TYPES,
  type BranchLayer,
  factsOf,
  type Layer,
  type LayerOf,
  type LayerType,
  PADDINGS,
  type Patched,
  patchedShape,
  readActivation,
  SCALINGS,
  type Scaling,
  type Shape,
  sizeOf,
  UNWEIGHTED,
  type Weighted,
} from '../network/index.ts';
import { ExperimentError } from './errors.ts';
import { INIT_NAMES } from './init.ts';
import type { LayerFields } from './input.ts';
import * as kind from './kinds.ts';
import { readBiasLaw, readLaw, readMask } from './names.ts';

/**
 * How the weights of a layer are drawn and what acts on them, as it is written; named as the fields of an
 * experiment.
 */
export interface LayerDefaults {
  readonly density: number;
  readonly mask: string;
  readonly weights: string;
  readonly sigmaW: number;
  readonly biases: string;
  readonly sigmaB: number;
  readonly scaling: Scaling;
  readonly biasScaling: BiasScaling;
  readonly activation: string;
}

/** Fields that a layer of any type with weights may have. */
export const LAYER_FIELDS = [
  'density',
  'mask',
  'weights',
  'sigmaW',
  'biases',
  'sigmaB',
  'scaling',
  'biasScaling',
  'activation',
] as const satisfies readonly (keyof LayerDefaults)[];

const drawn = {
  init: z.optional(kind.choice(INIT_NAMES)),
  density: z.optional(kind.probability()),
  mask: z.optional(kind.mask()),
  weights: z.optional(kind.law()),
  sigmaW: z.optional(kind.deviation()),
  biases: z.optional(kind.biasLaw()),
  sigmaB: z.optional(kind.deviation()),
  scaling: z.optional(kind.choice(SCALINGS)),
  biasScaling: z.optional(kind.choice(BIAS_SCALINGS)),
  activation: z.optional(kind.activation()),
};

/** The most entries on a side of a patch, and places between patches. */
const MAX_KERNEL = 1000;
const kernel = () => kind.integer(1, MAX_KERNEL);

const denseOf = (activation: ReturnType<typeof kind.activation>) =>
  z
    .strictObject({
      type: z.literal('dense'),
      width: kind.integer(1, kind.MAX_WIDTH),
      ...drawn,
      activation: z.optional(activation),
    })
    .check(z.describe('A fully connected layer.'));
const dense = denseOf(kind.denseActivation());

/** What has a mean and a variance of its own. */
const PER = ['coordinate', 'channel'] as const;

const normFields = {
  epsilon: z.optional(kind.deviation()),
  activation: z.optional(kind.activation()),
};
const norm = <T extends 'layer-norm' | 'rms-norm'>(type: T, what: string) =>
  z.strictObject({ type: z.literal(type), ...normFields }).check(z.describe(what));

/** The most layers of a branch. */
const MAX_BRANCH = 100;
const pool = { kernel: z.optional(kernel()), stride: z.optional(kernel()) };

const conv2d = z
  .strictObject({
    type: z.literal('conv2d'),
    channels: kind.integer(1, kind.MAX_WIDTH),
    kernel: kernel(),
    stride: z.optional(kernel()),
    padding: z.optional(kind.choice(PADDINGS)),
    ...drawn,
  })
  .check(z.describe('A convolution.'));

const NORMS = {
  'layer-norm': norm('layer-norm', 'Every point without its mean, over its standard deviation.'),
  'rms-norm': norm('rms-norm', 'Every point over its root mean square.'),
  'batch-norm': z
    .strictObject({
      type: z.literal('batch-norm'),
      ...normFields,
      per: z.optional(kind.choice(PER)),
    })
    .check(
      z.describe(
        'Every coordinate, or channel of an image, without its mean along the curve or over the batch, over its deviation.',
      ),
    ),
} as const;

const IN_BRANCH = 'a non-empty list of dense, conv2d and normalisation layers';
const inBranch = z.discriminatedUnion('type', [denseOf(kind.activation()), conv2d, ...Object.values(NORMS)], {
  error: (issue) =>
    issue.code === 'invalid_union' ? `${BRANCH_TYPES.join(', ')}, in a block` : 'a layer, an object',
});
const blockLayers = () =>
  z
    .array(inBranch, { error: IN_BRANCH })
    .check(
      z.minLength(1, { error: IN_BRANCH }),
      z.maxLength(MAX_BRANCH, { error: `at most ${MAX_BRANCH} layers` }),
    );

/** The schema of each type of layer. */
const SCHEMAS = {
  dense,
  conv2d,
  'avg-pool': z
    .strictObject({ type: z.literal('avg-pool'), ...pool })
    .check(z.describe('Means of patches; without a kernel, of the whole image.')),
  'max-pool': z
    .strictObject({ type: z.literal('max-pool'), ...pool })
    .check(z.describe('The largest values of patches; without a kernel, of the whole image.')),
  maxout: z
    .strictObject({ type: z.literal('maxout'), pieces: kind.integer(1, kind.MAX_WIDTH) })
    .check(z.describe('The largest value of every group of so many values that follow one another.')),
  flatten: z.strictObject({ type: z.literal('flatten') }).check(z.describe('Forgets the shape.')),
  ...NORMS,
  residual: z
    .strictObject({
      type: z.literal('residual'),
      branch: blockLayers(),
      shortcut: z.optional(blockLayers()),
      scale: z.optional(kind.deviation()),
      activation: z.optional(kind.activation()),
      branchActivation: z.optional(kind.activation()),
    })
    .check(z.describe('A residual block.')),
} as const satisfies Record<LayerType, z.ZodMiniType>;

type LayerSchema = (typeof SCHEMAS)[LayerType];
const ALL: readonly LayerSchema[] = Object.values(SCHEMAS);

/** Names of the fields of a layer of this type; of an unknown type those of all. */
export function layerNames(type: unknown): readonly string[] {
  const known = typeof type === 'string' && Object.hasOwn(SCHEMAS, type);
  const schemas = known ? [SCHEMAS[type as LayerType]] : ALL;
  return [...new Set(schemas.flatMap(({ shape }) => Object.keys(shape)))];
}

/** What comes out of the layer before, or of the input; null where that is not known. */
export interface Before {
  readonly size: number | null;
  readonly shape: Shape | null;
}

/** What a layer is made of beside its own fields. @throws ExperimentError, through `refuse` */
interface Making {
  readonly defaults: LayerDefaults;
  readonly before: Before;
  readonly refuse: (expected: string, got: string | number) => never;
}

type Fields<T extends LayerType> = Extract<LayerFields, { readonly type: T }>;

/** The layer that the fields of each type stand for. */
const MAKERS: { readonly [T in LayerType]: (fields: Fields<T>, making: Making) => Layer } = {
  dense: ({ width, ...own }, { defaults }) => {
    const all = filled(own, defaults);
    return { type: 'dense', width, ...weightedOf(all), activation: readActivation(all.activation) };
  },
  conv2d: ({ channels, kernel, stride = 1, padding = 'circular', ...own }, making) => {
    const all = filled(own, making.defaults);
    const patches = { inputShape: shapeBefore(making), kernel, stride, padding };
    return {
      type: 'conv2d',
      ...patches,
      channels,
      width: patchedWidth(patches, channels, making),
      ...weightedOf(all),
      activation: readActivation(all.activation),
    };
  },
  'avg-pool': (fields, making) => {
    const patches = poolPatches(fields, making);
    const width = patchedWidth(patches, patches.inputShape[2], making);
    return { type: 'avg-pool', ...patches, width, ...averaging(patches.kernel) };
  },
  'max-pool': (fields, making) => {
    const patches = poolPatches(fields, making);
    const width = patchedWidth(patches, patches.inputShape[2], making);
    return { type: 'max-pool', ...patches, width, ...UNWEIGHTED };
  },
  maxout: ({ pieces }, { before, refuse }) => {
    const size =
      before.size ?? refuse('an inputShape or inputDim for the first layer to be a maxout', 'none');
    // Groups of an image are of the channels of one place.
    const channels = before.shape?.[2] ?? null;
    if ((channels ?? size) % pieces !== 0)
      refuse(
        channels === null
          ? `pieces that divide ${size}, the width before`
          : `pieces that divide ${channels}, the channels before`,
        pieces,
      );
    return { type: 'maxout', width: size / pieces, pieces, ...UNWEIGHTED };
  },
  flatten: (_, { before, refuse }) => ({
    type: 'flatten',
    width: before.size ?? refuse('an inputShape or inputDim for the first layer to flatten', 'none'),
    ...UNWEIGHTED,
  }),
  'layer-norm': normLayer,
  'rms-norm': normLayer,
  'batch-norm': ({ per = 'coordinate', ...own }, making) => {
    const made = normLayer(own, making);
    return per === 'channel' ? { ...made, channels: shapeBefore(making)[2] } : made;
  },
  residual: ({ branch, shortcut, scale = 1, activation = 'linear', branchActivation = 'linear' }, making) => {
    const { before, refuse } = making;
    const made = innerOf('branch', branch, making);
    const beside = shortcut && innerOf('shortcut', shortcut, making);
    const what = beside === undefined ? 'its input' : 'the shortcut';
    const onto = beside?.after ?? before;
    const width = onto.size ?? made.after.size!;
    if (made.after.size !== width)
      refuse(`a branch whose last layer has width ${width}, that of ${what}`, made.after.size!);
    const [from, to] = [onto.shape, made.after.shape].map((shape) => shape?.join(' × ') ?? null);
    if (from != null && to != null && from !== to)
      refuse(`a branch whose result has the shape of ${what}, ${from}`, to);
    return {
      type: 'residual',
      width,
      scale,
      branch: made.layers,
      ...(beside && { shortcut: beside.layers }),
      ...UNWEIGHTED,
      activation: readActivation(activation),
      branchActivation: readActivation(branchActivation),
    };
  },
};

/** Layers of a block, the last of which is linear, and what comes out of them. */
function innerOf(
  name: 'branch' | 'shortcut',
  list: Fields<'residual'>['branch'],
  making: Making,
): { readonly layers: readonly BranchLayer[]; readonly after: Before } {
  const last = list.at(-1)!;
  const layers: BranchLayer[] = [];
  let { before } = making;
  for (const layer of list) {
    const own = layer === last ? { ...layer, activation: 'linear' } : layer;
    const make = MAKERS[layer.type] as (fields: LayerFields, making: Making) => Layer;
    layers.push(make(own, { ...making, before }) as BranchLayer);
    before = afterLayer(layers.at(-1)!, before);
  }
  if ((last.activation ?? 'linear') !== 'linear')
    making.refuse(`a ${name} whose last layer is linear`, last.activation!);
  return { layers, after: before };
}

/** What is added to variances: the default of PyTorch. */
const EPSILON = 1e-5;

function normLayer<T extends 'layer-norm' | 'rms-norm' | 'batch-norm'>(
  {
    type,
    epsilon = EPSILON,
    activation = 'linear',
  }: { type: T; epsilon?: number | undefined; activation?: string | undefined },
  { before, refuse }: Making,
): LayerOf<T> {
  const width = before.size ?? refuse('an inputDim for a first layer that normalises', 'none');
  return { type, width, epsilon, ...UNWEIGHTED, activation: readActivation(activation) } as LayerOf<T>;
}

function shapeBefore({ before, refuse }: Making): Shape {
  return (
    before.shape ?? refuse('a layer whose input has a shape (inputShape, conv2d or a pool before it)', 'none')
  );
}

/** Patches of a pool stay inside; without a kernel there is one, and without a stride they touch. */
function poolPatches(
  { kernel, stride }: { kernel?: number | undefined; stride?: number | undefined },
  making: Making,
) {
  const inputShape = shapeBefore(making);
  const [height, width] = inputShape;
  if (kernel === undefined && height !== width)
    making.refuse('a kernel for an input that is not square', `${height} × ${width}`);
  const side = kernel ?? height;
  return { inputShape, kernel: side, stride: stride ?? side, padding: 'none' as const };
}

function patchedWidth(patches: Patched, channels: number, { refuse }: Making): number {
  const shape = patchedShape(patches, channels);
  const [height, width] = patches.inputShape;
  if (Math.min(...shape) < 1)
    refuse(`patches that fit an input of ${height} × ${width}`, `a kernel of ${patches.kernel}`);
  const size = sizeOf(shape);
  if (size > kind.MAX_WIDTH)
    refuse(`at most ${kind.MAX_WIDTH.toLocaleString('en-US')} values that come out`, shape.join(' × '));
  return size;
}

/** A list of layers, first to last. */
export function layerList(most: number) {
  const types = Object.keys(SCHEMAS).join(', ');
  const layer = z.discriminatedUnion('type', ALL as [LayerSchema, ...LayerSchema[]], {
    error: (issue) =>
      issue.code === 'invalid_union' ? `a known type of layer (${types})` : 'a layer, an object',
  });
  const list = 'a non-empty list of layers';
  return z
    .array(layer, { error: list })
    .check(
      z.minLength(1, { error: list }),
      z.maxLength(most, { error: `at most ${most.toLocaleString('en-US')} layers` }),
    );
}

/**
 * The layers that an experiment's list stands for, where its own fields have these values. Equal entries with
 * equal inputs share one object. @throws ExperimentError for a layer that does not fit what is before it.
 */
export function makeLayers(
  list: readonly LayerFields[],
  defaults: LayerDefaults,
  input: Before = { size: null, shape: null },
): readonly Layer[] {
  const made = new Map<string, Layer>();
  let before = input;
  return list.map((fields, l) => {
    const key = JSON.stringify(fields.type === 'dense' ? fields : [fields, before]);
    const refuse = (expected: string, got: string | number): never => {
      throw new ExperimentError('layers', expected, got, l, fields.type);
    };
    const make = MAKERS[fields.type] as (fields: LayerFields, making: Making) => Layer;
    const layer = made.get(key) ?? make(fields, { defaults, before, refuse });
    made.set(key, layer);
    before = afterLayer(layer, before);
    return layer;
  });
}

function afterLayer(layer: Layer, { shape }: Before): Before {
  return { size: layer.width, shape: factsOf(layer).shape(layer, shape) };
}

/** Whether a layer, or one of its branch or its shortcut, has this type. */
export function hasType(layer: LayerFields, type: LayerType): boolean {
  if (layer.type === type) return true;
  if (layer.type !== 'residual') return false;
  return [...layer.branch, ...(layer.shortcut ?? [])].some((own) => own.type === type);
}

/** Whether a layer has weights. */
export function hasOwnWeights(layer: LayerFields): layer is Fields<'dense' | 'conv2d'> {
  return 'weights' in SCHEMAS[layer.type].shape;
}

/** Whether a layer has weights, and leaves this to the experiment's own field. */
export function leavesOut(layer: LayerFields, name: keyof LayerDefaults): boolean {
  if (layer.type === 'residual')
    return [layer.branch, layer.shortcut ?? []].some((layers) => branchLeavesOut(layers, name));
  if ('epsilon' in SCHEMAS[layer.type].shape) return false;
  return name in SCHEMAS[layer.type].shape && (layer as Partial<LayerDefaults>)[name] === undefined;
}

/** The last layer of a branch has no other activation than its own. */
function branchLeavesOut(branch: readonly LayerFields[], name: keyof LayerDefaults): boolean {
  return branch.some(
    (layer, l) => (name !== 'activation' || l < branch.length - 1) && leavesOut(layer, name),
  );
}

/** A layer's own values, and those of the experiment where it has none. */
function filled(own: Partial<Record<keyof LayerDefaults, unknown>>, defaults: LayerDefaults): LayerDefaults {
  const values = LAYER_FIELDS.map((name) => [name, own[name] ?? defaults[name]]);
  return Object.fromEntries(values) as LayerDefaults;
}

function weightedOf(fields: LayerDefaults): Weighted {
  const { density, mask, weights, sigmaW, biases, sigmaB, scaling, biasScaling } = fields;
  return {
    ...{ density, weights: readLaw(weights), sigmaW, biases: readBiasLaw(biases), sigmaB, scaling },
    ...(mask !== 'bernoulli' && { mask: readMask(mask) }),
    ...(biasScaling !== 'none' && { biasScaling }),
  };
}
