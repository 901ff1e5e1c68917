/**
 * The JSON Schema of experiments, and what its fields mean. Apart from the schema that parses: a page that
 * measures does not load these texts.
 */
import * as z from 'zod/mini';
import { DEFAULTS, type Field, type fields } from './fields.ts';
import { LENGTHS_ALONE } from './measures.ts';
import { experimentSchema } from './schema.ts';
import { TRAINING_JSON_SCHEMA } from './training-schema.ts';

const DESCRIPTIONS: Readonly<Record<keyof typeof fields.shape, string>> = {
  $schema: 'Address of this JSON Schema, for editors.',
  schema: 'Kind of document.',
  width: 'Width of every hidden layer, or several for a sweep. Not with widths.',
  depth: 'Number of hidden layers. Not with widths.',
  widths: 'Widths of the hidden layers one by one, instead of width and depth.',
  layers:
    'Layers one by one, instead of width and depth: each has a type and the fields of that type. A layer with weights may also have init, density, mask, weights, sigmaW, biases, sigmaB, scaling, biasScaling and activation, where they differ from the fields of the experiment.',
  inputShape: 'Height, width and channels of the input, for convolutions and pools.',
  batch:
    'Points whose images give batch-norm layers their means and variances: lists of numbers, MNIST digits, or a .npy or .csv file, as for endpoints. Default: the points of the curve.',
  networkFile: 'One file of given weights, or several that make an ensemble; no networks are drawn then.',
  outputActivation: 'Activation of the last layer of networkFile if the file has none. Default: none.',
  transpose: 'Whether weights of networkFile have a row for every input. Default: their shapes decide.',
  init: 'A known initialisation. It stands for values of weights, sigmaW, scaling, biases, sigmaB and biasScaling.',
  density: 'Probability that a weight is kept, or several for a sweep. Default: 1; n/m with a mask n:m.',
  mask: 'How masks are drawn. bernoulli: each weight independently. fixed-fan-in: the same number of weights in every row. 2:4: 2 of every 4 inputs in a row. block:b: blocks of b × b weights.',
  weights: 'Distribution of a kept weight, or several for a sweep; each is rescaled to sigmaW.',
  sigmaW: 'Standard deviation of a kept weight before scaling, or several for a sweep.',
  sigmaB: 'Standard deviation of a bias, or several for a sweep.',
  biases: 'Distribution of a bias; rescaled to sigmaB.',
  scaling:
    'Weights are divided by the square root of: fan-in, fan-out, fan-avg (the mean of the two), density (density times fan-in), or none.',
  biasScaling: 'fan-in: biases are divided by the square root of the fan-in. none: they are not.',
  activation:
    'Activation, or several for a sweep. maxout:k, alone, makes a dense layer of k rows a unit and a maxout layer of each.',
  curve: 'The input curve.',
  radius:
    'Radius of a circle through orthonormal points; q*: the radius at which the pre-activations of layer 1 are at the fixed point of the length map. null: 1.',
  endpoints:
    'orthonormal, gaussian, two MNIST digits by class (mnist:3,8) or index (mnist:#17,#42), or a .npy or .csv file.',
  inputDim: 'Input dimension where the endpoints do not fix it; null: the width of the first hidden layer.',
  mnistDir: 'Folder with the four MNIST files, gzipped or not; null: the sample that ships with the package.',
  estimator:
    'How length is measured. exact: without sampling, for lines and polylines through piecewise-linear activations. polyline: through the images of evenly spaced points. tangent: from tangents at stratified random points, unbiased for any number of points. auto: tangent if only lengths are measured, otherwise exact if possible, otherwise polyline; polyline with draw law.',
  points:
    'Number of points on the curve; tangents may have one, and the exact estimator takes none. Default: 1000; if only lengths are measured, 8 tangents on lines and arcs, 16 on circles and polylines.',
  measure:
    'Measures of each layer besides lengths; length: only lengths. Default: transitions and regions of exact images; only lengths with untilRelativeCi.',
  draw: 'weights: the weights of every network are drawn. law: images are drawn from their distribution given the layer before, where it is known. auto: a fixed rule on the experiment decides.',
  networks: 'Number of networks per cell. Not with untilRelativeCi.',
  untilRelativeCi:
    "Draw networks until the 95 % interval of the last layer's mean ratio is within ± this share of it. Not with networks.",
  seed: 'Seed of all randomness.',
};

/** JSON Schema for `name` being there and not null. */
const given = (name: Field) => ({ not: { properties: { [name]: { type: 'null' } } } });
const exclusive = (a: Field, b: Field) => ({ not: { allOf: [given(a), given(b)] } });

/** The same for its being as `schema` says. */
const being = (name: Field, schema: object) => ({ allOf: [given(name), { properties: { [name]: schema } }] });
const lengthsAlone = { items: { const: LENGTHS_ALONE } };
/** `length` stands alone, and one point is for tangents alone. */
const MEASURING = [
  {
    anyOf: [lengthsAlone, { items: { not: lengthsAlone.items } }].map((measure) => ({
      properties: { measure },
    })),
  },
  {
    anyOf: [
      { not: being('points', { const: 1 }) },
      being('estimator', { const: 'tangent' }),
      being('measure', { ...lengthsAlone, minItems: 1 }),
      given('untilRelativeCi'),
    ],
  },
];

/**
 * JSON Schema (draft 2020-12) of an experiment as users write it, as strict as JSON Schema can be. `training`
 * is for `expressivity train` alone: other commands and `parseExperiment` refuse it.
 */
export function experimentJsonSchema(): Record<string, unknown> {
  const { properties = {}, ...schema } = z.toJSONSchema(experimentSchema, { io: 'input' });
  const described = Object.entries(DESCRIPTIONS).map(([name, description]) => {
    const fallback = name in DEFAULTS && { default: DEFAULTS[name as keyof typeof DEFAULTS] };
    return [name, { ...Object(properties[name]), description, ...fallback }];
  });
  return {
    ...schema,
    title: 'expressivity experiment',
    description: 'Random networks, an input curve, and the measurements.',
    properties: { ...Object.fromEntries(described), training: TRAINING_JSON_SCHEMA },
    allOf: [
      exclusive('widths', 'width'),
      exclusive('widths', 'depth'),
      exclusive('layers', 'width'),
      exclusive('layers', 'depth'),
      exclusive('layers', 'widths'),
      exclusive('networks', 'untilRelativeCi'),
      ...MEASURING,
    ],
  };
}
