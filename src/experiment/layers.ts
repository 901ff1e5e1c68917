/**
 * Layers one by one, as an experiment writes them instead of widths: what they leave out, the experiment's
 * own fields say.
 */
import * as z from 'zod/mini';
import {
  BIAS_SCALINGS,
  type BiasScaling,
  type Layer,
  readActivation,
  SCALINGS,
  type Scaling,
  type Weighted,
} from '../network/index.ts';
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

/** The schema of each type of layer. */
const SCHEMAS = {
  dense: z
    .strictObject({ type: z.literal('dense'), width: kind.integer(1, kind.MAX_WIDTH), ...drawn })
    .check(z.describe('A fully connected layer.')),
} as const satisfies Record<Layer['type'], z.ZodMiniType>;

type LayerSchema = (typeof SCHEMAS)[Layer['type']];
const ALL: readonly LayerSchema[] = Object.values(SCHEMAS);

/** Names of all fields that a layer of some type has. */
export const LAYER_NAMES = [...new Set(ALL.flatMap(({ shape }) => Object.keys(shape)))];

/** The layer that the fields of each type stand for. */
const MAKERS: {
  readonly [T in Layer['type']]: (fields: LayerFields & { type: T }, defaults: LayerDefaults) => Layer;
} = {
  dense: ({ width, ...own }, defaults) => {
    const all = filled(own, defaults);
    return { type: 'dense', width, ...weightedOf(all), activation: readActivation(all.activation) };
  },
};

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
 * The layers that an experiment's list stands for, where its own fields have these values. Equal entries
 * share one object.
 */
export function makeLayers(list: readonly LayerFields[], defaults: LayerDefaults): readonly Layer[] {
  const made = new Map<string, Layer>();
  return list.map((fields) => {
    const key = JSON.stringify(fields);
    const layer = made.get(key) ?? MAKERS[fields.type](fields, defaults);
    made.set(key, layer);
    return layer;
  });
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
