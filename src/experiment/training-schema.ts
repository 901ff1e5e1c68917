/**
 * JSON Schema of the field `training`, which `expressivity train` alone takes. It is written out here because
 * what trains (`src/train`, `src/node/training`) imports this part; a test compares the two.
 */

const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const integer = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });
const positive = integer(1, 2 ** 31);

const properties = {
  data: { const: 'mnist', default: 'mnist', description: 'The data to learn.' },
  samples: {
    ...nullable(positive),
    default: null,
    description: 'Number of digits to train on, the first ones.',
  },
  network: { ...integer(0, 2 ** 32 - 1), default: 0, description: 'Number of the drawn network.' },
  curves: {
    ...{ type: 'array', items: { type: 'string' } },
    description:
      'Curves that are measured during training, such as ["mnist:3,8", "gaussian"]. Left out: that of endpoints.',
  },
  measureEvery: {
    ...nullable(positive),
    ...{ default: null, description: 'Steps between measurements. null: the steps of an epoch.' },
  },
  loss: {
    ...{ enum: ['cross-entropy', 'squared-error'], default: 'cross-entropy' },
    description: 'The loss: cross-entropy of the softmax of the outputs, or half the squared error.',
  },
  optimizer: {
    ...{ enum: ['adam', 'sgd'], default: 'adam' },
    description: 'Adam, or stochastic gradient descent with momentum.',
  },
  learningRate: {
    ...{ type: 'number', minimum: 0, maximum: 1e6 },
    description: 'Left out: 0.001 for adam, 0.05 for sgd.',
  },
  momentum: {
    ...{ type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.9 },
    description: 'Momentum of sgd.',
  },
  batch: { ...integer(1, 1_000_000), default: 128, description: 'Digits per step.' },
  epochs: { ...integer(1, 1_000_000), default: 10, description: 'Passes over the digits.' },
  freeze: {
    ...{ type: 'array', items: { type: 'integer', minimum: 1 }, default: [] },
    description: 'Numbers of layers that do not learn.',
  },
  keepZeros: {
    ...{ type: 'boolean', default: true },
    description: 'Whether weights that are 0 at the start stay 0.',
  },
  trajectory: {
    ...{ type: 'number', minimum: 0, maximum: 1e6, default: 0 },
    description: 'Weight of trajectory regularisation in the loss.',
  },
  trajectoryScale: {
    ...{ type: 'boolean', default: false },
    description: 'Whether every layer learns a factor of its images, whose lengths are then taken with it.',
  },
  norm: {
    ...{ enum: ['none', 'batch'], default: 'none' },
    description: 'batch: batch normalisation of the pre-activations in training.',
  },
  seed: {
    ...integer(0, Number.MAX_SAFE_INTEGER),
    description: 'Seed of the order of the digits. Left out: the one of the experiment.',
  },
};

export const TRAINING_JSON_SCHEMA = {
  type: 'object',
  description: 'How expressivity train trains the network. No other command takes it.',
  properties,
  additionalProperties: false,
};
