/** The fields of an experiment, one by one: kinds, limits, defaults and what they mean. */
import * as z from 'zod/mini';
import { CURVE_KINDS, EXPERIMENT_SCHEMA } from './experiment.ts';
import * as kind from './kinds.ts';
import { layerList } from './layers.ts';
import { MEASURE_NAMES } from './measures.ts';

const MAX_DEPTH = 100_000;

/** What a field is when it is left out; `null` where another field or the endpoints decide. */
export const DEFAULTS = {
  width: 100,
  depth: 10,
  widths: null,
  layers: null,
  networkFile: null,
  density: 1,
  weights: 'gaussian',
  sigmaW: Math.SQRT2,
  sigmaB: 0,
  biases: 'gaussian',
  scaling: 'fan-in',
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

export type Field = keyof typeof DEFAULTS;

/** Left out, the field takes its default. */
function withDefault<S extends z.ZodMiniType>(name: Field, schema: S, description: string) {
  return z.prefault(schema, DEFAULTS[name] as unknown as z.input<S>).check(z.describe(description));
}

/** Left out or `null`: another field, or the default, decides. */
function optional<S extends z.ZodMiniType>(schema: S, description: string) {
  return z.nullish(schema).check(z.describe(description));
}

export const fields = z.strictObject(
  {
    $schema: z
      .optional(z.string({ error: 'the address of a JSON Schema' }))
      .check(z.describe('Address of this JSON Schema, for editors.')),
    schema: z
      .optional(z.literal(EXPERIMENT_SCHEMA, { error: `"${EXPERIMENT_SCHEMA}"` }))
      .check(z.describe('What kind of document this is.')),
    width: optional(
      kind.sweep(kind.integer(1, kind.MAX_WIDTH)),
      'Width of every hidden layer, or several for a sweep. Not with widths.',
    ),
    depth: optional(kind.integer(1, MAX_DEPTH), 'Number of hidden layers. Not with widths.'),
    widths: optional(
      z
        .array(kind.integer(1, kind.MAX_WIDTH), { error: 'a list of widths, one a layer' })
        .check(
          z.minLength(1, { error: 'a non-empty list of widths' }),
          z.maxLength(MAX_DEPTH, { error: 'at most 100,000 widths' }),
        ),
      'Widths of the hidden layers one by one, instead of width and depth.',
    ),
    layers: optional(
      layerList(MAX_DEPTH),
      'Layers one by one, instead of width and depth: type, width, and whichever of density, weights, sigmaW, biases, sigmaB, scaling and activation differ from the fields of the experiment.',
    ),
    networkFile: optional(
      z.union([
        kind.text('the path of a network file'),
        z
          .array(kind.text('the path of a network file'))
          .check(z.minLength(1, { error: 'a path or a non-empty list' })),
      ]),
      'One file of given weights, or several that make an ensemble; no networks are drawn then.',
    ),
    density: withDefault(
      'density',
      kind.sweep(kind.probability()),
      'Probability that a weight is kept, or several for a sweep.',
    ),
    weights: withDefault(
      'weights',
      kind.sweep(kind.law(), kind.sameLaw),
      'Law of a kept weight, or several for a sweep; every law is rescaled to sigmaW.',
    ),
    sigmaW: withDefault(
      'sigmaW',
      kind.sweep(kind.deviation()),
      'Standard deviation of a kept weight before scaling, or several for a sweep.',
    ),
    sigmaB: withDefault(
      'sigmaB',
      kind.sweep(kind.deviation()),
      'Standard deviation of a bias, or several for a sweep.',
    ),
    biases: withDefault('biases', kind.law(), 'Law of a bias; rescaled to sigmaB.'),
    scaling: withDefault(
      'scaling',
      kind.choice(['fan-in', 'none']),
      'fan-in: weights are divided by the square root of the fan-in. none: they are not.',
    ),
    activation: withDefault(
      'activation',
      kind.sweep(kind.activation(), kind.sameActivation),
      'Activation, or several for a sweep.',
    ),
    curve: withDefault('curve', kind.choice(CURVE_KINDS), 'The input curve.'),
    radius: optional(
      kind.radius(),
      'Radius of a circle through orthonormal points; q*: where the pre-activations of layer 1 have the fixed point of the length map. null: 1.',
    ),
    endpoints: withDefault(
      'endpoints',
      kind.text('orthonormal, gaussian, mnist:A,B or a file'),
      'orthonormal, gaussian, two MNIST digits by class (mnist:3,8) or index (mnist:#17,#42), or a .npy or .csv file.',
    ),
    inputDim: optional(
      kind.integer(1, kind.MAX_WIDTH),
      'Input dimension where the endpoints do not fix it; null: the width of the first hidden layer.',
    ),
    mnistDir: optional(
      kind.text('the path of a folder'),
      'Folder with the four MNIST files, gzipped or not; null: the sample that ships with the package.',
    ),
    estimator: withDefault(
      'estimator',
      kind.choice(['auto', 'exact', 'polyline', 'tangent']),
      'How length is measured. exact: without sampling, for lines and polylines through piecewise-linear activations. polyline: through the images of evenly spaced points. tangent: from the tangents at stratified random points, right in the mean at any number of them. auto: exact where that can be and draw is not law, else polyline.',
    ),
    points: withDefault(
      'points',
      kind.integer(2, 10_000_000),
      'Number of points on the curve; the exact estimator takes none.',
    ),
    measure: withDefault(
      'measure',
      kind.names(MEASURE_NAMES),
      'What to measure in each layer beside lengths.',
    ),
    draw: withDefault(
      'draw',
      kind.choice(['auto', 'weights', 'law']),
      'weights: the weights of every network are drawn. law: images are drawn from their law given the layer before, where it is known. auto: whichever a fixed rule on the experiment names.',
    ),
    networks: optional(
      kind.integer(1, 1_000_000_000),
      'Number of networks per cell. Not with untilRelativeCi.',
    ),
    untilRelativeCi: optional(
      kind.fraction(),
      "Go on until the 95 % interval of the last layer's mean ratio is within this part of it. Not with networks.",
    ),
    seed: withDefault('seed', kind.integer(0, Number.MAX_SAFE_INTEGER), 'Seed of all randomness.'),
  },
  {
    error: (issue) => (issue.code === 'invalid_type' ? 'an object of experiment fields' : undefined),
  },
);
