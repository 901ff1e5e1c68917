/** `expressivity train`: what it writes, that it goes on, and what it refuses. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import type { GivenNetwork } from '../../src/network/index.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';
import { trainingField } from '../../src/node/training/field.ts';
import { depthOf, startNetwork } from '../../src/node/training/subject.ts';
import { readNetwork } from '../../src/node.ts';
import { evaluate, train } from '../../src/train/index.ts';
import { build, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-train-'));
const at = (...path: string[]) => join(folder, ...path);
const experiment = { width: 12, depth: 2, sigmaB: 0.1, curve: 'circle', endpoints: 'mnist:3,8', points: 50 };
const training = {
  batch: 40,
  epochs: 20,
  learningRate: 0.01,
  measureEvery: 30,
  curves: ['mnist:3,8', 'gaussian'],
};
const write = (name: string, content: object) => writeFileSync(at(name), JSON.stringify(content));
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
/** Results without when and where they were made. */
const resultOf = (name: string) => {
  const { provenance, ...result } = JSON.parse(read(name, 'result.json'));
  expect(provenance.threads).toBeGreaterThan(0);
  return result;
};

beforeAll(async () => {
  await build();
  write('digits.json', { ...experiment, training });
  const { code, stderr } = await expressivity(['train', 'digits.json', '--out', 'a', '--threads', '1'], {
    cwd: folder,
  });
  expect([code, stderr]).toEqual([0, expect.stringContaining('wrote ')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('it writes the network, its accuracy on digits it has not seen, and lengths at every measured step', async () => {
  expect(listing(at('a'))).toEqual([
    'experiment.json',
    'network.safetensors',
    'result.csv',
    'result.json',
    'training.csv',
  ]);
  const { test: found, steps, samples } = resultOf('a');
  expect(samples).toEqual({ train: 160, test: 40 });
  const network = await readNetwork(at('a', 'network.safetensors'));
  expect(network.layers.map(({ width }) => width)).toEqual([12, 12, 10]);
  expect(await evaluate(network as GivenNetwork, (await trainingDigits({}, null)).test)).toEqual(found);
  expect(found.accuracy).toBeGreaterThan(0.5);
  expect(steps.map(({ step }: { step: number }) => step)).toEqual([0, 30, 60, 80]);
  const lines = read('a', 'result.csv').trim().split('\n');
  expect(lines[0]).toMatch(/^step,endpoints,cell,networks,/);
  expect(new Set(lines.slice(1).map((line) => /^(\d+),("mnist:3,8"|gaussian),/.exec(line)![0])).size).toBe(8);
  expect(read('a', 'training.csv').split('\n')).toHaveLength(6);
});

test('its experiment.json does the same again, on any number of threads', async () => {
  const words = ['train', at('a', 'experiment.json'), '--out', 'b', '--threads', '2', '--json', '--quiet'];
  const { code, stdout, stderr } = await expressivity(words, { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(read('b', 'result.json')));
  expect(resultOf('b')).toEqual(resultOf('a'));
  expect(
    readFileSync(at('b', 'network.safetensors')).equals(readFileSync(at('a', 'network.safetensors'))),
  ).toBe(true);
  expect(read('b', 'result.csv')).toBe(read('a', 'result.csv'));
});

test('a convolutional network is written as JSON, in place of the network that was there', async () => {
  const layers = [
    { type: 'conv2d', channels: 6, kernel: 5, stride: 2, padding: 'zero' },
    { type: 'max-pool', kernel: 2 },
    { type: 'flatten' },
    { type: 'dense', width: 20, init: 'kaiming-normal' },
  ];
  const own = { ...training, epochs: 8, measureEvery: 32, curves: ['mnist:3,8'], norm: 'batch' };
  const { points, endpoints } = experiment;
  write('image.json', { layers, inputShape: [28, 28, 1], points, endpoints, sigmaW: 1.4, training: own });
  const words = ['train', 'image.json', '--out', 'b', '--threads', '1', '--quiet'];
  const { code, stderr } = await expressivity(words, { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(listing(at('b')).filter((name) => name.startsWith('network'))).toEqual(['network.json']);
  const { test: found, steps } = resultOf('b');
  const network = await readNetwork(at('b', 'network.json'));
  expect(network.layers.map(({ type }) => type)).toEqual([
    'conv2d',
    'max-pool',
    'avg-pool',
    'dense',
    'dense',
  ]);
  expect(await evaluate(network, (await trainingDigits({}, null)).test)).toEqual(found);
  expect(found.accuracy).toBeGreaterThan(0.5);
  expect(steps.at(-1).curves[0].layers.map(({ width }: { width: number }) => width)).toEqual([
    1176, 294, 294, 20, 10,
  ]);
});

test('units of maxout are trained with the defaults, and written and read as they are', async () => {
  write('maxout.json', { width: 100, depth: 2, activation: 'maxout:2', training: {} });
  const words = ['train', 'maxout.json', '--out', 'm', '--threads', '1', '--quiet'];
  const first = await expressivity(words, { cwd: folder });
  expect([first.code, first.stderr]).toEqual([0, '']);
  const { test: found, experiment: ran } = resultOf('m');
  expect(ran.inputDim).toBeNull();
  const network = await readNetwork(at('m', 'network.json'));
  expect(network.layers.map(({ type, width }) => [type, width])).toEqual([
    ['dense', 200],
    ['maxout', 100],
    ['dense', 200],
    ['maxout', 100],
    ['dense', 10],
  ]);
  expect(await evaluate(network, (await trainingDigits({}, null)).test)).toEqual(found);
  expect(found.accuracy).toBeGreaterThan(0.5);
  const again = ['train', at('m', 'experiment.json'), '--out', 'n', '--threads', '2', '--quiet'];
  const second = await expressivity(again, { cwd: folder });
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect(read('n', 'network.json')).toBe(read('m', 'network.json'));
  expect(resultOf('n')).toEqual(resultOf('m'));
  const onward = { networkFile: at('m', 'network.json'), training: { epochs: 1, freeze: [1] } };
  write('onward.json', onward);
  const third = await expressivity(['train', 'onward.json', '--out', 'o', '--quiet'], { cwd: folder });
  expect([third.code, third.stderr]).toEqual([0, '']);
  const { layers } = await readNetwork(at('o', 'network.json'));
  expect(layers[0]).toEqual(network.layers[0]);
  expect(layers[2]).not.toEqual(network.layers[2]);
});

test('an interrupted training goes on where it was, to the same bytes', async () => {
  // Far longer than it is left to run.
  const long = { ...training, epochs: 100_000, measureEvery: 1_000_000 };
  write('long.json', { ...experiment, training: long });
  const words = ['train', 'long.json', '--out', 'c', '--threads', '1'];
  const stopped = await expressivity(words, {
    cwd: folder,
    // It has begun once it says how far it is.
    meanwhile: (child) =>
      child.stderr!.on('data', (text: string) => String(text).includes('step') && child.kill('SIGINT')),
  });
  expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining('--resume goes on')]);
  expect(listing(at('c'))).toEqual(['training.checkpoint']);
  const again = await expressivity(words, { cwd: folder });
  expect([again.code, again.stderr]).toEqual([
    2,
    expect.stringMatching(/--out: expected a folder without a checkpoint/),
  ]);
  const step = JSON.parse(read('c', 'training.checkpoint').split('\n')[0]!).step as number;
  expect(step).toBeGreaterThan(0);
  const other = await expressivity(['train', 'digits.json', '--out', 'c', '--resume'], { cwd: folder });
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringMatching(/expected the checkpoint of this training/),
  ]);
});

test.each([
  ['relu', 'd'],
  ['maxout:2', 'e'],
])(
  'a training of %s that SIGTERM stops again and again computes what one without a stop computes',
  async (activation, out) => {
    const subject = { ...experiment, activation };
    const long = { ...training, epochs: 100_000, measureEvery: 1_000_000 };
    write('stopped.json', { ...subject, training: long });
    const words = ['train', 'stopped.json', '--out', out, '--threads', '1'];
    const stopSoon = (child: ChildProcess) => {
      // A second signal would end the process at once.
      const timer = setInterval(() => {
        if (existsSync(at(out, 'lock')) && child.kill('SIGTERM')) clearInterval(timer);
      }, 20);
      child.on('exit', () => clearInterval(timer));
    };
    const checkpoint = () => readFileSync(at(out, 'training.checkpoint'));
    const stepOf = (file: Buffer) => JSON.parse(file.toString('utf8', 0, file.indexOf('\n'))).step as number;
    // From a step after the first one to a later one: how far a process comes depends on the machine.
    const steps = new Set<number>();
    while (steps.size < 3) {
      const resume = existsSync(at(out, 'training.checkpoint')) ? ['--resume'] : [];
      const { code } = await expressivity([...words, ...resume], { cwd: folder, meanwhile: stopSoon });
      expect(code).toBe(130);
      if (existsSync(at(out, 'training.checkpoint'))) steps.add(stepOf(checkpoint()));
    }
    const file = checkpoint();
    const own = parseExperiment(subject);
    const {
      data: _,
      samples: __,
      network,
      curves: ___,
      measureEvery: ____,
      ...settings
    } = trainingField(long, depthOf(own), own);
    const start = await startNetwork(own, 784, network, () => {});
    const { train: digits } = await trainingDigits({}, null);
    for await (const moment of train(start, digits, { ...settings, every: stepOf(file) })) {
      if (moment.step === 0) continue;
      const { parameters, moments } = moment.checkpoint();
      const bytes = [parameters, ...moments].map(({ buffer }) => new Uint8Array(buffer));
      expect(file.subarray(file.indexOf('\n') + 1).equals(Buffer.concat(bytes))).toBe(true);
      break;
    }
  },
);

describe('what is refused, before anything is written', () => {
  const refused: readonly (readonly [object, readonly string[], RegExp])[] = [
    [{ training: { rate: 1 } }, [], /^expressivity: training: expected a known field \(data, .*got "rate"$/m],
    [{ training: { batch: 0 } }, [], /training: batch: expected an integer in 1 … 1000000, got 0/],
    [{ training: { freeze: [4] } }, [], /training: freeze\[0\]: expected an integer in 1 … 3, got 4/],
    [
      { training: { samples: 161 } },
      [],
      /samples: expected an integer in 1 … 160, the training digits, got 161/,
    ],
    [{ training: { curves: ['mnist:3,x'] } }, [], /endpoints: expected at least two digits/],
    [{ networks: 7 }, [], /networks: expected none: one network is trained, got 7/],
    [{ width: [3, 4] }, [], /width: expected one value, got a sweep of 2/],
    [{ inputDim: 5 }, [], /inputDim: expected 784/],
    [{ wdith: 5 }, [], /wdith: expected a known field \(did you mean width\?\)/],
    [{}, ['--epochs', '0'], /--epochs: expected an integer from 1 to/],
    [{}, ['--resume'], /--resume: expected a folder with a checkpoint of a training, got none/],
  ];
  test.each(refused)('%j %j', async (fields, options, line) => {
    write('wrong.json', { ...experiment, training, ...fields });
    const words = ['train', 'wrong.json', '--out', 'wrong', ...options];
    const { code, stdout, stderr } = await expressivity(words, { cwd: folder });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(line)]);
    expect(listing(folder)).not.toContain('wrong');
  });
});
