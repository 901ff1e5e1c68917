import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type KernelTime, kernelTimes, TIMED_NAMES } from '../../bench/kernel.ts';
import { HELP, isOwn, readOwn } from '../../bench/own.ts';
import { rate } from '../../bench/rate.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { kernelBuilds } from '../../src/kernels/index.ts';
import { compileForNode } from '../../src/node/kernels.ts';
import { build } from '../cli/expressivity.ts';

const simd = { name: 'simd128', compile: () => compileForNode('simd128') } as const;
const run = promisify(execFile);

describe('a kernel is timed inside a network of any size', () => {
  test.each([
    ['network', { width: 30, points: 20, estimator: 'polyline' }, 1],
    ['sparseLayer', { width: 100, density: 0.2, points: 20, estimator: 'polyline', draw: 'weights' }, 2],
    ['splitRows', { width: 30, estimator: 'exact' }, 3],
    ['tangentRows', { width: 30, points: 20, estimator: 'tangent' }, 3],
    ['smoothValues', { width: 30, points: 20, activation: 'tanh', measure: ['metric'] }, 6],
  ] as const)('%s', async (name, input, calls) => {
    const [time, ...others] = await kernelTimes(name, { ...input, depth: 3 } as object, [simd], 0.01);
    expect(others).toEqual([]);
    expect(time).toMatchObject({ kernel: name, kernels: 'simd128', calls });
    expect(time!.best).toBeGreaterThan(0);
    expect(time!.median).toBeGreaterThanOrEqual(time!.best);
    expect(time!.share).toBeLessThanOrEqual(1);
    expect(time!.gmacs === null).toBe(!['network', 'sparseLayer'].includes(name));
  });

  test('and refused where such a network does not call it', async () => {
    const times = kernelTimes('tangentRows', { width: 3, depth: 1, estimator: 'exact' }, [simd], 0.01);
    await expect(times).rejects.toThrow(
      /^--kernel: expected one that such a network calls \(network, .*splitRows/,
    );
  });
});

describe('options', () => {
  test('sizes and kernels ask for one line instead of tables', () => {
    expect(isOwn(['--width', '3'])).toBe(true);
    expect(isOwn(['--kernel=network'])).toBe(true);
    expect(isOwn(['--only', 'products', '--quick', '--kernels', 'turbo', '--json', '-'])).toBe(false);
  });
  test('are those of an experiment', () => {
    const words =
      '--kernel sparseLayer --width 300 --density 0.2 --points 500 --kernels simd128,relaxed --json';
    const { input, ...others } = readOwn(words.split(' '));
    expect(parseExperiment({ ...input, networks: 1 })).toMatchObject({
      width: 300,
      density: 0.2,
      points: 500,
    });
    expect(others).toEqual({
      kernel: 'sparseLayer',
      kernels: ['simd128', 'relaxed'],
      against: null,
      seconds: 1,
      json: true,
    });
    expect(readOwn(['--widths', '3,4']).input).not.toHaveProperty('width');
  });
  test.each([
    [['--kernel', 'x'], /^--kernel: expected one of network, .*, got x$/],
    [['--seconds', '0'], /^--seconds: expected a number in \(0, 600\], got 0$/],
    [['--kernels', 'simd128,x'], /^--kernels: expected /],
  ])('%s is refused', (words, message) => {
    expect(() => readOwn(words)).toThrow(message);
  });
  test('the help names every kernel', () => {
    for (const name of TIMED_NAMES) expect(HELP).toContain(name);
  });
});

test('the command prints a line a build, or one document', async () => {
  const words = ['--import', 'tsx', 'bench/index.ts', '--width', '20', '--depth', '2', '--seconds', '0.05'];
  const { stdout } = await run(process.execPath, words);
  expect(stdout).toMatch(
    /^network \(simd128\), k = 20, depth 2, density 1, relu, T = 1000, polyline: .* ms a network/,
  );
  expect(stdout.split('\n').length - 1).toBeLessThanOrEqual(Object.keys(kernelBuilds).length);
  const json = await run(process.execPath, [...words, '--json', '--kernels', 'simd128']);
  expect((JSON.parse(json.stdout) as { times: KernelTime[] }).times).toHaveLength(1);
});

test('whole experiments run on the built package', async () => {
  await build();
  const input = { width: 5, depth: 2, points: 5, estimator: 'polyline' } as const;
  const { networks, networksPerSecond } = await rate(input, {
    threads: 1,
    seconds: 0.01,
    runs: 1,
    networks: 10,
  });
  expect(networks).toBe(10);
  expect(networksPerSecond).toBeGreaterThan(0);
});
