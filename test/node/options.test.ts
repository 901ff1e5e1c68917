import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULTS, ExperimentError, InputError, parseExperiment } from '../../src/experiment/index.ts';
import { addExperimentOptions } from '../../src/node/options.ts';
import { readExperiment } from '../../src/node/read-experiment.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expressivity-options-'));
});
afterAll(() => rm(folder, { recursive: true }));

function options(...words: string[]): Record<string, unknown> {
  return addExperimentOptions(new Command().exitOverride()).parse(words, { from: 'user' }).opts();
}

const fromWords = (...words: string[]) => readExperiment(undefined, options(...words));

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'experiment.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** The message with which `promise` is refused, FILE standing for the path. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('accepted'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message.replaceAll(join(folder, 'experiment.json'), 'FILE');
}

describe('options', () => {
  test('not given stay undefined and leave the defaults', async () => {
    expect(options()).toEqual({});
    expect(await fromWords()).toEqual(parseExperiment({}));
  });

  test.each([
    ['2.5', 2.5],
    ['q*', 'q*'],
  ])('give a circle a radius of %s', async (text, radius) => {
    expect(await fromWords('--curve', 'circle', '--radius', text)).toMatchObject({ curve: 'circle', radius });
  });

  test('fill every field', async () => {
    const words =
      `--width 784,400 --depth 3 --density 0.1:0.5:0.1 --mask block:4 --weights gaussian,discrete:-2:-1:1:2
      --sigma-w 1,2:3:0.5 --sigma-b 0.5 --biases uniform --scaling none --bias-scaling fan-in --activation relu,leaky-relu:0.1
      --curve arc --endpoints mnist:#17,#42 --input-dim 7 --mnist-dir digits --estimator exact --points 20
      --measure regions,transitions
      --draw law --networks 5 --seed 9007199254740991`.split(/\s+/);
    expect(await fromWords(...words)).toEqual({
      schema: 'expressivity/experiment@1',
      width: [784, 400],
      depth: 3,
      widths: null,
      layers: null,
      networkFile: null,
      outputActivation: null,
      transpose: null,
      density: [0.1, 0.2, 0.3, 0.4, 0.5],
      mask: 'block:4',
      weights: ['gaussian', 'discrete:-2:-1:1:2'],
      sigmaW: [1, 2, 2.5, 3],
      sigmaB: 0.5,
      biases: 'uniform',
      scaling: 'none',
      biasScaling: 'fan-in',
      activation: ['relu', 'leaky-relu:0.1'],
      curve: 'arc',
      radius: null,
      endpoints: 'mnist:#17,#42',
      inputDim: 7,
      mnistDir: 'digits',
      estimator: 'exact',
      points: 20,
      measure: ['transitions', 'regions'],
      draw: 'law',
      networks: 5,
      untilRelativeCi: null,
      seed: 9007199254740991,
    });
    expect(await fromWords('--widths', '784,100', '--until-relative-ci', '0.01')).toMatchObject({
      widths: [784, 100],
      untilRelativeCi: 0.01,
    });
    expect(await fromWords('--init', 'lecun')).toMatchObject({ sigmaW: 1, scaling: 'fan-in' });
    await expect(fromWords('--init', 'lecun', '--sigma-w', '2')).rejects.toThrow(
      '--init: expected none beside sigmaW, got lecun',
    );
  });

  test('exist for every field but layers, with the default in the help', () => {
    const command = addExperimentOptions(new Command());
    // Layers one by one are written in a file.
    const { layers: _, ...fields } = DEFAULTS;
    expect(command.options.map((option) => option.attributeName()).sort()).toEqual(
      Object.keys(fields).sort(),
    );
    const flags = command.options.filter((option) => !option.required);
    expect(flags.map((option) => option.long)).toEqual(['--transpose']);
    expect(command.options.some((option) => option.variadic)).toBe(false);
    const help = (name: string) => command.options.find((option) => option.long === name)?.description;
    expect(help('--density')).toBe('probability that a weight is kept, in [0, 1] (default: 1)');
    expect(help('--sigma-b')).toContain('(default: 0)');
    expect(help('--input-dim')).toContain('(default: the width of the first layer)');
    expect(help('--widths')).not.toContain('default');
  });

  test('that are not part of the experiment are ignored', async () => {
    expect(await readExperiment(undefined, { threads: '2', json: true })).toEqual(parseExperiment({}));
  });

  test.each<[string[], string]>([
    [['--density', '-0.1'], '--density: expected a number in [0, 1], got -0.1'],
    [['--density', '0.5,1.5'], '--density: expected a number in [0, 1], got 1.5 (value 2)'],
    [['--density', 'NaN'], '--density: expected a number in [0, 1], got "NaN" (element 1 is not a number)'],
    [['--density', ''], '--density: expected a number in [0, 1], got "" (the list is empty)'],
    [
      ['--density', '0.1,,0.2'],
      '--density: expected a number in [0, 1], got "0.1,,0.2" (element 2 is empty)',
    ],
    [['--density', '0:1:0'], '--density: expected a number in [0, 1], got "0:1:0" (the step is 0)'],
    [['--density', '1,1'], '--density: expected each value once, got 1 again (value 2)'],
    [['--depth', '0'], '--depth: expected an integer from 1 to 100,000, got 0'],
    [['--depth', 'ten'], '--depth: expected an integer from 1 to 100,000, got "ten"'],
    [['--depth', ''], '--depth: expected an integer from 1 to 100,000, got ""'],
    [['--width', '10:11:0.5'], '--width: expected an integer from 1 to 1,000,000, got 10.5 (value 2)'],
    [
      ['--sigma-w', 'sqrt2'],
      '--sigma-w: expected a finite number of at least 0, got "sqrt2" (element 1 is not a number)',
    ],
    [
      ['--activation', 'spline'],
      '--activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "spline"',
    ],
    [
      ['--activation', 'relu,'],
      '--activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "" (value 2)',
    ],
    [
      ['--weights', 'discrete:1'],
      '--weights: expected a finite symmetric set such as discrete:-2:-1:1:2, got "discrete:1" (1 has no counterpart -1)',
    ],
    [['--widths', '3', '--width', '3'], '--widths: expected either widths or width and depth, got both'],
    [
      ['--networks', '3', '--until-relative-ci', '0.1'],
      '--until-relative-ci: expected either a number of networks or a relative interval, got both',
    ],
  ])('%j are refused in one line', async (words, expected) => {
    expect(await refusal(fromWords(...words))).toBe(expected);
  });
});

describe('an experiment file', () => {
  test('gives the fields, and options override them', async () => {
    const file = await fileOf({ density: [0.1, 1], depth: 4, seed: 3 });
    expect(await readExperiment(file, options('--density', '0.5', '--seed', '0'))).toEqual(
      parseExperiment({ density: 0.5, depth: 4, seed: 0 }),
    );
  });

  test('of a finished run reads back as the same experiment', async () => {
    const experiment = parseExperiment({ widths: [4, 3], untilRelativeCi: 0.1, density: [0.1, 0.2] });
    expect(await readExperiment(await fileOf(experiment), {})).toEqual(experiment);
  });

  test('may start with a byte order mark', async () => {
    expect((await readExperiment(await fileOf('\uFEFF{"depth": 4}'), {})).depth).toBe(4);
  });

  test('yields where an option says the same thing in another way', async () => {
    const byWidth = await fileOf({ width: 5, depth: 4, networks: 7 });
    expect(await readExperiment(byWidth, options('--widths', '3,2', '--until-relative-ci', '0.1'))).toEqual(
      parseExperiment({ widths: [3, 2], untilRelativeCi: 0.1 }),
    );
    const byWidths = await fileOf({ widths: [3, 2], untilRelativeCi: 0.1 });
    expect(await readExperiment(byWidths, options('--depth', '4', '--networks', '7'))).toEqual(
      parseExperiment({ depth: 4, networks: 7 }),
    );
  });

  test('the wrong value is laid at the door of the file or of the option', async () => {
    const file = await fileOf({ density: [0.1, 2], toString: 1 });
    expect(await refusal(readExperiment(file, {}))).toBe(
      'FILE: density[1]: expected a number in [0, 1], got 2',
    );
    expect(await refusal(readExperiment(file, options('--density', '3')))).toBe(
      '--density: expected a number in [0, 1], got 3',
    );
    expect(await refusal(readExperiment(file, options('--density', '1')))).toMatch(
      /^FILE: toString: expected/,
    );
  });

  test.each([
    ['{"depth": 4,\n "width": x}', /^FILE: expected JSON with a value at line 2, column 11, got "x}"$/],
    ['', /^FILE: expected JSON with a value at line 1, column 1, got the end of the text$/],
    ['{"depth": 4, "depth": 4}', /^FILE: expected each key once, got "depth" twice, at line 1, column 14$/],
    ['[1, 2]', /^FILE: expected a JSON object of experiment fields, got \[1,2\]$/],
    ['null', /^FILE: expected a JSON object of experiment fields, got null$/],
    ['{"depth": NaN}', /^FILE: expected JSON with a value at line 1, column 11, got "NaN}"$/],
    ['{"__proto__": 4}', /^FILE: __proto__: expected a known field \(.*\), got "__proto__"$/],
    ['{"depth": 1e999}', /^FILE: depth: expected an integer from 1 to 100,000, got Infinity$/],
  ])('that holds %j is refused in one line', async (content, expected) => {
    expect(await refusal(readExperiment(await fileOf(content), {}))).toMatch(expected);
  });

  test('must exist and be a file', async () => {
    const missing = join(folder, 'nowhere.json');
    expect(await refusal(readExperiment(missing, {}))).toBe(
      `${missing}: expected an experiment file, got no such file`,
    );
    expect(await refusal(readExperiment(folder, {}))).toBe(
      `${folder}: expected an experiment file, got a folder`,
    );
  });

  test('a problem of the file is an InputError, never an ExperimentError with a misleading field', async () => {
    const error = await readExperiment(await fileOf({ depth: 0 }), {}).catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(ExperimentError);
  });
});
