/** The fields of an experiment, one by one: kinds, limits and defaults; `json-schema.ts` says what they mean. */
import * as z from 'zod/mini';
import { BIAS_SCALINGS, SCALINGS } from '../network/index.ts';
import { CURVE_KINDS, EXPERIMENT_SCHEMA, MOST_POINTS } from './experiment.ts';
import { INIT_NAMES } from './init.ts';
import * as kind from './kinds.ts';
import { layerList } from './layers.ts';
import { ASKED_MEASURES } from './measures.ts';

/** Numbers of layers up to this are taken. */
export const MAX_DEPTH = 100_000;

/** What a field is when it is left out; `null` where another field or the endpoints decide. */
export const DEFAULTS = {
  width: 100,
  depth: 10,
  widths: null,
  layers: null,
  networkFile: null,
  outputActivation: null,
  transpose: null,
  init: null,
  density: 1,
  mask: 'bernoulli',
  weights: 'gaussian',
  sigmaW: Math.SQRT2,
  sigmaB: 0,
  biases: 'gaussian',
  scaling: 'fan-in',
  biasScaling: 'none',
  activation: 'relu',
  curve: 'line',
  radius: null,
  endpoints: 'orthonormal',
  inputDim: null,
  mnistDir: null,
  estimator: 'auto',
  points: 1000,
  measure: [],
  draw: 'auto',
  networks: 100,
  untilRelativeCi: null,
  seed: 0,
} as const;

/** A field that has a default, or is left out where it says nothing. */
export type Field = keyof typeof DEFAULTS | 'inputShape' | 'batch';

/** Left out, the field takes its default. */
function withDefault<S extends z.ZodMiniType>(name: keyof typeof DEFAULTS, schema: S) {
  return z.prefault(schema, DEFAULTS[name] as unknown as z.input<S>);
}

export const fields = z.strictObject(
  {
    $schema: z.optional(z.string({ error: 'the address of a JSON Schema' })),
    schema: z.optional(z.literal(EXPERIMENT_SCHEMA, { error: `"${EXPERIMENT_SCHEMA}"` })),
    width: z.nullish(kind.sweep(kind.integer(1, kind.MAX_WIDTH))),
    depth: z.nullish(kind.integer(1, MAX_DEPTH)),
    widths: z.nullish(
      z
        .array(kind.integer(1, kind.MAX_WIDTH), { error: 'a list of widths, one a layer' })
        .check(
          z.minLength(1, { error: 'a non-empty list of widths' }),
          z.maxLength(MAX_DEPTH, { error: 'at most 100,000 widths' }),
        ),
    ),
    layers: z.nullish(layerList(MAX_DEPTH)),
    inputShape: z.nullish(kind.shape()),
    batch: z.nullish(kind.batch()),
    networkFile: z.nullish(
      z.union([
        kind.text('the path of a network file'),
        z
          .array(kind.text('the path of a network file'))
          .check(z.minLength(1, { error: 'a path or a non-empty list' })),
      ]),
    ),
    outputActivation: z.nullish(kind.activation()),
    transpose: z.nullish(z.boolean({ error: 'true or false' })),
    // Gone before this: it stands for the values of other fields.
    init: z.optional(kind.choice(INIT_NAMES)),
    density: withDefault('density', kind.sweep(kind.probability())),
    mask: withDefault('mask', kind.mask()),
    weights: withDefault('weights', kind.sweep(kind.law(), kind.sameLaw)),
    sigmaW: withDefault('sigmaW', kind.sweep(kind.deviation())),
    sigmaB: withDefault('sigmaB', kind.sweep(kind.deviation())),
    biases: withDefault('biases', kind.biasLaw()),
    scaling: withDefault('scaling', kind.choice(SCALINGS)),
    biasScaling: withDefault('biasScaling', kind.choice(BIAS_SCALINGS)),
    activation: withDefault('activation', kind.sweep(kind.denseActivation(), kind.sameActivation)),
    curve: withDefault('curve', kind.choice(CURVE_KINDS)),
    radius: z.nullish(kind.radius()),
    endpoints: withDefault('endpoints', kind.text('orthonormal, gaussian, mnist:A,B or a file')),
    inputDim: z.nullish(kind.integer(1, kind.MAX_WIDTH)),
    mnistDir: z.nullish(kind.text('the path of a folder')),
    estimator: withDefault('estimator', kind.choice(['auto', 'exact', 'polyline', 'tangent'])),
    // Written out, so that it keeps its place among the others.
    points: z.prefault(z.nullable(kind.integer(1, MOST_POINTS)), null),
    measure: withDefault('measure', kind.names(ASKED_MEASURES)),
    draw: withDefault('draw', kind.choice(['auto', 'weights', 'law'])),
    networks: z.nullish(kind.integer(1, 1_000_000_000)),
    untilRelativeCi: z.nullish(kind.fraction()),
    seed: withDefault('seed', kind.integer(0, Number.MAX_SAFE_INTEGER)),
  },
  {
    error: (issue) => (issue.code === 'invalid_type' ? 'an object of experiment fields' : undefined),
  },
);
