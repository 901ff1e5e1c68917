import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULTS, experimentJsonSchema, experimentSchema } from '../../src/experiment/index.ts';
import { trainingField } from '../../src/node/training/field.ts';
import { experiments } from './experiments.ts';

type Schema = { readonly [keyword: string]: unknown };

const schema = experimentJsonSchema() as Schema & { properties: Record<string, Schema> };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON Schema validator for the keywords that the schema uses; it refuses to ignore any other. */
const KEYWORDS: Record<string, (value: never, rule: never, whole: Schema) => boolean> = {
  type: (value: unknown, type: string) =>
    ({
      null: value === null,
      object: isObject(value),
      array: Array.isArray(value),
      string: typeof value === 'string',
      number: typeof value === 'number',
      integer: Number.isInteger(value),
      boolean: typeof value === 'boolean',
    })[type] ?? unknownRule(type),
  const: (value: unknown, only: unknown) => value === only,
  enum: (value: unknown, values: unknown[]) => values.includes(value),
  anyOf: (value: unknown, options: Schema[]) => options.some((option) => accepts(option, value)),
  oneOf: (value: unknown, options: Schema[]) =>
    options.filter((option) => accepts(option, value)).length === 1,
  allOf: (value: unknown, parts: Schema[]) => parts.every((part) => accepts(part, value)),
  not: (value: unknown, other: Schema) => !accepts(other, value),
  properties: (value: unknown, properties: Record<string, Schema>) =>
    !isObject(value) ||
    Object.entries(properties).every(
      ([name, property]) => !Object.hasOwn(value, name) || accepts(property, value[name]),
    ),
  additionalProperties: (value: unknown, allowed: boolean, whole: Schema) =>
    allowed ||
    !isObject(value) ||
    Object.keys(value).every((name) => Object.hasOwn(whole.properties as object, name)),
  items: (value: unknown, item: Schema) =>
    !Array.isArray(value) || value.every((element) => accepts(item, element)),
  minItems: (value: unknown, least: number) => !Array.isArray(value) || value.length >= least,
  maxItems: (value: unknown, most: number) => !Array.isArray(value) || value.length <= most,
  uniqueItems: (value: unknown) => !Array.isArray(value) || new Set(value).size === value.length,
  minimum: (value: unknown, least: number) => typeof value !== 'number' || value >= least,
  maximum: (value: unknown, most: number) => typeof value !== 'number' || value <= most,
  exclusiveMinimum: (value: unknown, below: number) => typeof value !== 'number' || value > below,
  exclusiveMaximum: (value: unknown, above: number) => typeof value !== 'number' || value < above,
  minLength: (value: unknown, least: number) => typeof value !== 'string' || value.length >= least,
  pattern: (value: unknown, pattern: string) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
};
const ANNOTATIONS = ['$schema', 'title', 'description', 'default'];

function unknownRule(name: string): never {
  throw new Error(`the validator of this test does not know ${name}`);
}

function accepts(part: Schema, value: unknown): boolean {
  return Object.entries(part)
    .filter(([keyword]) => !ANNOTATIONS.includes(keyword))
    .every(([keyword, rule]) =>
      (KEYWORDS[keyword] ?? unknownRule(keyword))(value as never, rule as never, part),
    );
}

describe('the published JSON Schema', () => {
  test('describes every field and gives its default', () => {
    for (const [name, property] of Object.entries(schema.properties)) {
      expect(property.description, name).toMatch(/\.$/);
    }
    const defaults = Object.entries(schema.properties).map(([name, property]) => [name, property.default]);
    expect(Object.fromEntries(defaults.filter(([name]) => !String(name).endsWith('schema')))).toEqual(
      DEFAULTS,
    );
  });

  test('accepts what the package accepts', () => {
    fc.assert(
      fc.property(experiments, (input) => {
        expect(experimentSchema.safeParse(input).success).toBe(true);
        expect(accepts(schema, input)).toBe(true);
      }),
      { seed: 3 },
    );
  });

  test.each<{ input: unknown }>(
    [
      { density: -0.1 },
      { density: 1.5 },
      { density: '1' },
      { density: [] },
      { density: [0.5, 0.5] },
      { density: [0.5, 2] },
      { density: null },
      { depth: 0 },
      { depth: 1.5 },
      { width: 1_000_001 },
      { widths: [] },
      { widths: 3 },
      { widths: [3], width: 3 },
      { widths: [3], depth: 3 },
      { networks: 3, untilRelativeCi: 0.1 },
      { untilRelativeCi: 1 },
      { untilRelativeCi: 0 },
      { points: 1 },
      { points: 1, measure: ['q'], estimator: 'polyline' },
      { measure: ['length', 'q'] },
      { seed: -1 },
      { sigmaW: -1 },
      { activation: 'spline' },
      { activation: 'maxout:1.5' },
      { activation: ['relu', 'spline'] },
      { weights: 'discrete:' },
      { weights: 'Gaussian' },
      { biases: ['gaussian'] },
      { estimator: 'guess' },
      { draw: 'lots' },
      { curve: 'spiral' },
      { endpoints: '' },
      { schema: 'expressivity/result@1' },
      { densty: 1 },
      [],
      null,
    ].map((input) => ({ input })),
  )('refuses what the package refuses: %j', ({ input }) => {
    expect(experimentSchema.safeParse(input).success).toBe(false);
    expect(accepts(schema, input)).toBe(false);
  });
});

describe('training in the JSON Schema', () => {
  const experiment = { endpoints: 'mnist:3,8', seed: 4 };
  const { properties } = schema.properties.training as { properties: Record<string, Schema> };
  const taken = (training: object) => {
    try {
      trainingField(training, 3, experiment);
      return true;
    } catch {
      return false;
    }
  };

  test('has the fields that train takes, with their defaults', () => {
    const whole = trainingField({}, 3, experiment);
    expect(Object.keys(properties).sort()).toEqual(Object.keys(whole).sort());
    for (const [name, { description, default: fallback }] of Object.entries(properties)) {
      expect(description, name).toMatch(/\.$/);
      if (fallback !== undefined) expect(fallback, name).toEqual(whole[name as keyof typeof whole]);
    }
    expect(accepts(schema, { training: { rate: 1 } })).toBe(false);
    expect(experimentSchema.safeParse({ training: {} }).success).toBe(false);
  });

  test('takes the values that train takes', () => {
    const numbers = [-1, 0, 0.5, 1, 2, 1e6, 1e6 + 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32, 2 ** 53];
    const words = ['mnist', 'adam', 'sgd', 'cross-entropy', 'squared-error', 'none', 'batch', 'cifar'];
    const values = [...numbers, ...words, true, [], [1], [0], [1.5], ['gaussian'], {}];
    let both = 0;
    for (const name of Object.keys(properties)) {
      for (const value of values) {
        // Momentum goes with one optimizer.
        const training = { ...(name === 'momentum' && { optimizer: 'sgd' }), [name]: value };
        expect(accepts(schema, { training }), JSON.stringify(training)).toBe(taken(training));
        if (taken(training)) both++;
      }
    }
    expect(both).toBeGreaterThan(30);
    for (const training of [{ samples: null }, { measureEvery: null }])
      expect([accepts(schema, { training }), taken(training)]).toEqual([true, true]);
  });
});
