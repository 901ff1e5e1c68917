import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULTS, ExperimentError, InputError, parseExperiment } from '../../src/experiment/index.ts';
import { experiments } from './experiments.ts';

const message = (input: unknown): string => {
  try {
    parseExperiment(input);
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'accepted';
};

/** A block with this in its first layer. */
const residual = (fields: object) => ({
  type: 'residual',
  branch: [
    { type: 'dense', width: 3, ...fields },
    { type: 'dense', width: 3 },
  ],
});

describe('what is left out', () => {
  test('is filled in', () => {
    // What an initialisation stands for is written in its place.
    const { init: _, ...defaults } = DEFAULTS;
    expect(parseExperiment({})).toEqual({
      ...defaults,
      schema: 'expressivity/experiment@1',
      draw: 'auto',
    });
  });

  test('an initialisation is what it stands for, and a mask n:m has its density', () => {
    const { scaling, biases, biasScaling, weights, sigmaW, sigmaB } = parseExperiment({
      init: 'pytorch-linear',
    });
    expect({ scaling, biases, biasScaling, weights }).toEqual({
      ...{ scaling: 'fan-in', biases: 'uniform', biasScaling: 'fan-in', weights: 'uniform' },
    });
    // Uniform in ±1 / sqrt(fan-in).
    expect((sigmaW as number) ** 2 * 3).toBeCloseTo(1, 14);
    expect(sigmaB).toBe(sigmaW);
    expect(parseExperiment({ init: null })).toEqual(parseExperiment({}));
    expect(parseExperiment({ init: 'kaiming-normal' })).toEqual(parseExperiment({}));
    expect(parseExperiment({ mask: '3:4' }).density).toBe(0.75);
    const layers = [{ type: 'dense', width: 5, init: 'xavier-uniform', mask: '1:4' }];
    expect(parseExperiment({ layers }).layers).toEqual([
      {
        ...{ type: 'dense', width: 5, density: 0.25, mask: '1:4', weights: 'uniform', sigmaW: 1 },
        ...{ scaling: 'fan-avg', biases: 'gaussian', sigmaB: 0, biasScaling: 'none' },
      },
    ]);
  });

  test('an initialisation inside a branch is what it stands for', () => {
    const branch = [
      { type: 'dense', width: 5, init: 'kaiming-uniform' },
      { type: 'dense', width: 4, init: 'lecun', activation: 'linear' },
    ];
    const { layers } = parseExperiment({ layers: [{ type: 'residual', branch }] });
    const none = { biases: 'gaussian', sigmaB: 0, biasScaling: 'none', scaling: 'fan-in' };
    expect(layers).toEqual([
      {
        type: 'residual',
        branch: [
          { type: 'dense', width: 5, weights: 'uniform', sigmaW: Math.SQRT2, ...none },
          { type: 'dense', width: 4, weights: 'gaussian', sigmaW: 1, ...none, activation: 'linear' },
        ],
      },
    ]);
  });

  test('widths replace width and depth', () => {
    expect(parseExperiment({ widths: [784, 400] })).toMatchObject({
      width: null,
      depth: null,
      widths: [784, 400],
    });
    expect(parseExperiment({ width: 1, depth: null })).toMatchObject({ width: 1, depth: 10, widths: null });
  });

  test('untilRelativeCi replaces networks', () => {
    expect(parseExperiment({ untilRelativeCi: 0.01 })).toMatchObject({
      networks: null,
      untilRelativeCi: 0.01,
    });
  });
});

describe('what is given', () => {
  test('may be one value or several', () => {
    expect(parseExperiment({ density: [0.5, 0.1] }).density).toEqual([0.5, 0.1]);
    expect(parseExperiment({ density: [0.5] }).density).toBe(0.5);
    expect(parseExperiment({ weights: ['uniform'], activation: ['abs', 'relu'] })).toMatchObject({
      weights: 'uniform',
      activation: ['abs', 'relu'],
    });
  });

  test('may name its schema', () => {
    const input = { $schema: './schema.json', schema: 'expressivity/experiment@1' };
    expect(parseExperiment(input)).toEqual(parseExperiment({}));
  });

  test('is read the same a second time, and after a journey through JSON', () => {
    fc.assert(
      fc.property(experiments, (input) => {
        const once = parseExperiment(input);
        expect(parseExperiment(once)).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      }),
      { seed: 2 },
    );
  });
});

describe('wrong input gets one line', () => {
  const cases: [unknown, string | RegExp][] = [
    [{ density: -0.1 }, 'density: expected a number in [0, 1], got -0.1'],
    [{ density: 1.5 }, 'density: expected a number in [0, 1], got 1.5'],
    [{ density: Number.NaN }, 'density: expected a number in [0, 1], got NaN'],
    [{ density: '0.5' }, 'density: expected a number in [0, 1], got "0.5"'],
    [{ density: null }, 'density: expected a number in [0, 1], got null'],
    [{ density: [0.1, 0.2, 2] }, 'density[2]: expected a number in [0, 1], got 2'],
    [{ density: [0.1, 'x'] }, 'density[1]: expected a number in [0, 1], got "x"'],
    [{ density: [0.1, [0.2]] }, 'density[1]: expected a number in [0, 1], got [0.2]'],
    [{ density: [] }, 'density: expected a value or a non-empty list, got []'],
    [{ density: [0.1, 0.2, 0.1] }, 'density[2]: expected each value once, got 0.1 again'],
    [{ density: [0, -0] }, 'density[1]: expected each value once, got 0 again'],
    [{ width: 0 }, 'width: expected an integer from 1 to 1,000,000, got 0'],
    [{ width: 2.5 }, 'width: expected an integer from 1 to 1,000,000, got 2.5'],
    [{ width: 1_000_001 }, 'width: expected an integer from 1 to 1,000,000, got 1000001'],
    [{ depth: 0 }, 'depth: expected an integer from 1 to 100,000, got 0'],
    [{ depth: [1, 2] }, 'depth: expected an integer from 1 to 100,000, got [1,2]'],
    [{ widths: [] }, 'widths: expected a non-empty list of widths, got []'],
    [{ widths: 100 }, 'widths: expected a list of widths, one a layer, got 100'],
    [{ widths: [10, 0] }, 'widths[1]: expected an integer from 1 to 1,000,000, got 0'],
    [{ sigmaW: -1 }, 'sigmaW: expected a finite number of at least 0, got -1'],
    [{ sigmaB: Number.POSITIVE_INFINITY }, 'sigmaB: expected a finite number of at least 0, got Infinity'],
    [
      { points: 1, measure: ['q'], untilRelativeCi: 0.1 },
      'points: expected an integer from 2 to 10,000,000 (from 1 for tangents alone), got 1',
    ],
    [{ measure: ['q', 'length'] }, 'measure: expected length alone, or other names, got length, q'],
    [{ points: 1 }, 'points: expected an integer from 2 to 10,000,000 (from 1 for tangents alone), got 1'],
    [{ networks: 0 }, 'networks: expected an integer from 1 to 1,000,000,000, got 0'],
    [{ untilRelativeCi: 0 }, 'untilRelativeCi: expected a number greater than 0 and less than 1, got 0'],
    [{ untilRelativeCi: 1 }, 'untilRelativeCi: expected a number greater than 0 and less than 1, got 1'],
    [{ inputDim: 0 }, 'inputDim: expected an integer from 1 to 1,000,000, got 0'],
    [{ seed: -1 }, 'seed: expected an integer from 0 to 9,007,199,254,740,991, got -1'],
    [{ seed: 2 ** 53 }, 'seed: expected an integer from 0 to 9,007,199,254,740,991, got 9007199254740992'],
    [{ scaling: 'fan' }, 'scaling: expected fan-in, fan-out, fan-avg, none or density, got "fan"'],
    [{ biasScaling: 'fan-out' }, 'biasScaling: expected none or fan-in, got "fan-out"'],
    [
      { init: 'glorot' },
      'init: expected pytorch-linear, kaiming-normal, kaiming-uniform, xavier-normal, xavier-uniform, lecun, ntk or mup, got "glorot"',
    ],
    [{ init: 'lecun', sigmaW: 2 }, 'init: expected none beside sigmaW, got lecun'],
    [{ init: 'lecun', networkFile: 'a.npz' }, 'init: expected none beside networkFile, got lecun'],
    [{ mask: '2:4', networkFile: 'a.npz' }, 'mask: expected none beside networkFile, got "2:4"'],
    [
      {
        layers: [
          { type: 'dense', width: 3 },
          { type: 'dense', width: 3, init: 'ntk', biases: 'uniform' },
        ],
      },
      'layers[1]: init: expected none beside biases, got ntk',
    ],
    [{ weights: 'orthogonal', density: 0.5 }, 'density: expected 1 with orthogonal weights, got 0.5'],
    [
      { weights: ['gaussian', 'low-rank:2'], density: [1, 0.5] },
      'density: expected 1 with low-rank weights, got 0.5',
    ],
    [{ weights: 'orthogonal', mask: 'block:4' }, 'mask: expected none with orthogonal weights, got block'],
    [
      { layers: [{ type: 'dense', width: 3, weights: 'orthogonal', density: 0.5 }] },
      'layers[0]: density: expected 1 with orthogonal weights, got 0.5',
    ],
    [
      { inputShape: [4, 4, 1], weights: 'orthogonal', layers: [{ type: 'conv2d', channels: 2, kernel: 3 }] },
      'weights: expected a law of single entries for conv2d, got orthogonal',
    ],
    [
      { layers: [{ type: 'residual', branch: [{ type: 'flatten' }] }] },
      'layers[0]: branch: 0: type: expected dense, conv2d, layer-norm, rms-norm, batch-norm, in a block, got "flatten"',
    ],
    [
      { layers: [{ type: 'residual', branch: [] }] },
      'layers[0]: branch: expected a non-empty list of dense, conv2d and normalisation layers, got []',
    ],
    [
      { layers: [residual({ weights: 'orthogonal' })] },
      'layers[0]: branch: 0: weights: expected a law of single entries for residual, got orthogonal',
    ],
    [
      { layers: [residual({ mask: '2:4' })] },
      'layers[0]: branch: 0: mask: expected bernoulli for residual, got group',
    ],
    [
      { mask: 'block:2', density: 0.5, layers: [residual({})] },
      'mask: expected bernoulli for residual, got block',
    ],
    [
      { inputShape: [4, 4, 1], layers: [{ type: 'avg-pool', kernel: 2, init: 'lecun' }] },
      'layers[0]: expected a known field (type, kernel, stride), got "init"',
    ],
    [
      { inputShape: [4, 4, 1], layers: [{ type: 'max-pool', density: 0.5 }] },
      'layers[0]: expected a known field (type, kernel, stride), got "density"',
    ],
    [
      { layers: [{ type: 'maxout', pieces: 2, sigmaW: 1 }] },
      'layers[0]: expected a known field (type, pieces), got "sigmaW"',
    ],
    [
      { layers: [{ ...residual({}), init: 'lecun' }] },
      'layers[0]: expected a known field (type, branch, shortcut, scale, activation, branchActivation), got "init"',
    ],
    [
      { inputShape: [4, 4, 1], layers: [{ type: 'conv2d', channels: 2, kernel: 3, mask: '2:4' }] },
      'layers[0]: mask: expected bernoulli for conv2d, got group',
    ],
    [{ mask: '2:4', density: 0.25 }, 'density: expected 0.5 with the mask 2:4, got 0.25'],
    [{ mask: '5:4' }, 'mask: expected n:m with 1 ≤ n ≤ m ≤ 4096, got "5:4"'],
    [{ mask: 'block:0' }, 'mask: expected block:b with a size b from 1 to 4,096, got "block:0"'],
    [{ mask: 'rows' }, 'mask: expected bernoulli, fixed-fan-in, n:m such as 2:4, or block:b, got "rows"'],
    [
      { weights: 'student:0.5' },
      'weights: expected student:nu with nu, the degrees of freedom, in [1, 1000000], got "student:0.5"',
    ],
    [
      { weights: 'low-rank:0' },
      'weights: expected low-rank:r with a rank r from 1 to 1,000,000, got "low-rank:0"',
    ],
    [
      { biases: 'orthogonal' },
      'biases: expected gaussian, uniform, truncated-normal, student:nu, discrete or discrete:-2:-1:1:2 (a finite symmetric set), got "orthogonal"',
    ],
    [
      { weights: 'student:2', untilRelativeCi: 0.1 },
      'untilRelativeCi: expected a number of networks beside student:2 weights, which have no variance, got 0.1',
    ],
    [{ curve: 'spiral' }, 'curve: expected line, arc, circle or polyline, got "spiral"'],
    [{ endpoints: '' }, 'endpoints: expected orthonormal, gaussian, mnist:A,B or a file, got ""'],
    [{ mnistDir: 1 }, 'mnistDir: expected the path of a folder, got 1'],
    [
      { activation: 'spline' },
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "spline"',
    ],
    [
      { activation: ['relu', 'spline'] },
      'activation[1]: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "spline"',
    ],
    [
      { activation: 1 },
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got 1',
    ],
    [{ activation: { slope: 1 } }, /^activation: expected relu, .* or soft-threshold:tau, got {"slope":1}$/],
    [
      { activation: { name: 'leaky-relu', slope: 1000 } },
      'activation: expected leaky-relu:a with a number a in [-100, 100], got {"name":"leaky-relu","slope":1000}',
    ],
    [
      { layers: [{ width: 3 }] },
      'layers[0]: expected a known type of layer (dense, conv2d, avg-pool, max-pool, maxout, flatten, layer-norm, rms-norm, batch-norm, residual), got {"width":3}',
    ],
    [
      { layers: [{ type: 'conv' }] },
      'layers[0]: type: expected a known type of layer (dense, conv2d, avg-pool, max-pool, maxout, flatten, layer-norm, rms-norm, batch-norm, residual), got "conv"',
    ],
    [
      { layers: [{ type: 'dense', width: 3, sigmaW: -1 }] },
      'layers[0]: sigmaW: expected a finite number of at least 0, got -1',
    ],
    [
      { layers: [{ type: 'dense', widht: 3, width: 3 }] },
      'layers[0]: expected a known field (did you mean width?), got "widht"',
    ],
    [
      { weights: 'discrete:-1:1:2' },
      'weights: expected a finite symmetric set such as discrete:-2:-1:1:2, got "discrete:-1:1:2" (2 has no counterpart -2)',
    ],
    [
      { weights: ['discrete', 'discrete:1:-1'] },
      'weights[1]: expected each value once, got "discrete:1:-1" again',
    ],
    [{ biases: ['uniform'] }, /^biases: expected gaussian, .*, got \["uniform"\]$/],
    [{ estimator: 'guess' }, 'estimator: expected auto, exact, polyline or tangent, got "guess"'],
    [{ draw: 'lots' }, 'draw: expected auto, weights or law, got "lots"'],
    [{ widths: [3], width: 3 }, 'widths: expected either widths or width and depth, got both'],
    [{ widths: [3], depth: 1 }, 'widths: expected either widths or width and depth, got both'],
    [
      { networks: 10, untilRelativeCi: 0.1 },
      'untilRelativeCi: expected either a number of networks or a relative interval, got both',
    ],
    [{ densty: 0.1 }, 'densty: expected a known field (did you mean density?), got "densty"'],
    [{ sigma_w: 1 }, 'sigma_w: expected a known field (did you mean sigmaW?), got "sigma_w"'],
    [{ quux: 1 }, /^quux: expected a known field \(\$schema, schema, width, .*, seed\), got "quux"$/],
    [{ toString: 1 }, /^toString: expected a known field/],
    [JSON.parse('{"__proto__": 1}'), /^__proto__: expected a known field/],
    [{ 'a\nb': 1 }, /^a\\nb: expected a known field/],
    [{ schema: 'expressivity/result@1' }, /^schema: expected "expressivity\/experiment@1", got "expr/],
    [[1, 2], 'experiment: expected an object of experiment fields, got [1,2]'],
    [null, 'experiment: expected an object of experiment fields, got null'],
    ['relu', 'experiment: expected an object of experiment fields, got "relu"'],
    [undefined, 'experiment: expected an object of experiment fields, got undefined'],
    [{ seed: 1n }, /got a value of type bigint$/],
  ];
  for (const [input, expected] of cases) {
    test(String(expected), () => {
      if (typeof expected === 'string') expect(message(input)).toBe(expected);
      else expect(message(input)).toMatch(expected);
      expect(message(input)).not.toContain('\n');
    });
  }

  test('names the first problem, its field and its position', () => {
    const input = { density: [0.5, 7], sigmaW: -1 };
    expect(() => parseExperiment(input)).toThrow(expect.objectContaining({ field: 'density', index: 1 }));
    expect(() => parseExperiment({ nettworks: 1 })).toThrow(expect.objectContaining({ field: 'nettworks' }));
  });

  test('echoes at most 60 characters', () => {
    expect(message({ curve: 'x'.repeat(500) })).toMatch(/got "x{58}…$/);
    expect(message({ points: Array.from({ length: 500 }, () => 'a\nb') })).toMatch(/got \[.{58}…$/);
  });

  test('more than a million layers in all cells are refused before they are built', () => {
    const widths = Array.from({ length: 10_000 }, (_, i) => i + 1);
    expect(message({ width: widths, depth: 100_000 })).toBe(
      'depth: expected at most 1,000,000 layers in all cells of a sweep, got 10000 cells of 100000 layers',
    );
    const density = Array.from({ length: 101 }, (_, i) => i / 100);
    expect(message({ widths, density })).toBe(
      'widths: expected at most 1,000,000 layers in all cells of a sweep, got 101 cells of 10000 layers',
    );
    expect(() => parseExperiment({ width: widths, depth: 100 })).not.toThrow();
  });

  test('a grid of more than 100,000 cells is refused before it is built', () => {
    const values = (n: number) => Array.from({ length: n }, (_, i) => i / n);
    expect(message({ density: values(400), sigmaW: values(300) })).toBe(
      'density: expected a sweep of at most 100,000 cells, got 120000',
    );
  });
});
