import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { variateRows } from '../../bench/generators.ts';
import { layerCase } from '../../bench/layer.ts';
import { maskRows } from '../../bench/masks.ts';
import { readOptions } from '../../bench/options.ts';
import { measurePeak } from '../../bench/peak.ts';
import { agreement } from '../../bench/peers/agree.ts';
import { run, runNode } from '../../bench/process.ts';
import { productRows } from '../../bench/products.ts';
import { threadCounts } from '../../bench/scaling.ts';
import { shareRows } from '../../bench/shares.ts';
import { markdown } from '../../bench/table.ts';
import { arena } from '../kernels/kernels.ts';

const memory = await arena();

test('the peak comes from chains that give what they must', async () => {
  execFileSync('npm', ['run', '--silent', 'build:peak'], { stdio: 'pipe' });
  const { plain, relaxed, best } = await measurePeak(true);
  expect(best).toBe(Math.max(plain, relaxed ?? 0));
  expect(plain).toBeGreaterThan(0);
});

test('both products run over a grid and are right on it', () => {
  const grid = { widths: [50, 128], densities: [0.05, 0.5, 1], points: [2, 25] };
  const { rows } = productRows(memory, grid, () => 10, 2);
  expect(rows.map(({ k, density, T }) => [k, density, T])).toEqual(
    [50, 128].flatMap((k) => [0.05, 0.5, 1].flatMap((d) => [2, 25].map((T) => [k, d, T]))),
  );
  for (const row of rows) {
    for (const product of ['sparse', 'dense']) {
      expect(row[`${product} GMAC/s`]).toBeGreaterThan(0);
      expect(row[`${product} / peak`]).toBeCloseTo((row[`${product} GMAC/s`] as number) / 10, 12);
      expect(row[`${product} layer GMAC/s`]).toBeGreaterThan(0);
      expect(row[`${product} layer / peak`]).toBeCloseTo((row[`${product} layer GMAC/s`] as number) / 10, 12);
    }
  }
});

test('shares of the peak: the best over the best peak, the median of rounds', () => {
  const shapes = [{ product: 'sparse', width: 60, density: 0.3, points: 30 } as const];
  const peaks = [10, 20];
  const { rows, bestPeak } = shareRows(memory, shapes, () => peaks.shift() ?? 12, 2);
  expect(bestPeak).toBe(20);
  const [row] = rows;
  expect(row!['product / peak, best']).toBeCloseTo((row!['product GMAC/s, best'] as number) / 20, 12);
  for (const name of ['product', 'layer']) expect(row![`${name} / peak, median`]).toBeGreaterThan(0);
});

test.each(['sparse', 'dense'] as const)('a wrong %s product is refused', (product) => {
  const layer = layerCase(memory, { product, width: 100, density: 1, points: 30 });
  layer.multiply();
  expect(() => layer.check()).not.toThrow();
  memory.f32(layer.weights, 1)[0]! += 0.01;
  layer.multiply();
  expect(() => layer.check()).toThrow(/^product, row 0: expected .* ± .*, got /);
});

test('useful multiply-adds count kept weights and real points', () => {
  const full = layerCase(memory, { product: 'dense', width: 48, density: 1, points: 3 });
  expect(full.usefulMacs).toBe(48 * 48 * 3);
  const empty = layerCase(memory, { product: 'sparse', width: 48, density: 0, points: 3 });
  expect(empty.usefulMacs).toBe(0);
});

test('generators and masks agree with their twins and are timed', () => {
  const variates = variateRows(memory, 800, () => 10, 2);
  expect(variates.map(({ variate }) => variate)).toEqual([
    '32 random bits',
    'gaussian',
    'uniform',
    'discrete',
    'discrete:-2:-1:1:2',
  ]);
  const masks = maskRows(memory, 100, () => 10, 2);
  const used = masks.filter(({ path }) => String(path).endsWith('(used)'));
  expect(used).toHaveLength(masks.length / 2);
  for (const row of [...variates, ...masks])
    for (const cell of Object.values(row)) if (typeof cell === 'number') expect(cell).toBeGreaterThan(0);
});

test('lengths that differ by more than five standard errors are refused', () => {
  const layer = (mean: number) => ({ ratio: { mean, sd: 1 } });
  const ours = { networks: 100, layers: [layer(2), layer(3)] } as unknown as Parameters<typeof agreement>[2];
  const se = Math.sqrt(2 / 100);
  expect(agreement('peer', { networks: 100, ratios: [2 + se, 3 - 4 * se] }, ours)).toBeCloseTo(4, 10);
  expect(() => agreement('peer', { networks: 100, ratios: [2, 3 + 6 * se] }, ours)).toThrow(
    /^peer: .* 6\.0$/,
  );
  expect(() => agreement('peer', { networks: 100, ratios: [2, Number.NaN] }, ours)).toThrow(/got NaN/);
  expect(() => agreement('peer', { networks: 100, ratios: [2] }, ours)).toThrow('expected 2 layers, got 1');
});

test('a child process is timed and weighed, and its failure is one line', async () => {
  const script = "const a = Buffer.alloc(64e6, 1); process.stdout.write('done ' + a.length)";
  const ended = await runNode(['-e', script], { memory: true });
  expect(ended.stdout).toBe('done 64000000');
  expect(ended.peakMemory).toBeGreaterThan(64e6);
  expect(ended.cpuSeconds).toBeGreaterThan(0);
  await expect(
    run(process.execPath, ['-e', "console.error('no such luck'); process.exit(3)"]),
  ).rejects.toThrow(/expected exit code 0, got 3: no such luck$/);
});

test('options name what is unknown; tables print as Markdown', () => {
  expect(() => readOptions(['--kernels', 'fast'], ['a'])).toThrow(/^--kernels: expected /);
  expect(readOptions(['--only', 'b,a', '--quick'], ['a', 'b', 'c'])).toEqual({
    kernels: 'simd128',
    only: ['a', 'b'],
    quick: true,
    json: null,
  });
  expect(() => readOptions(['--only', 'd'], ['a', 'b'])).toThrow('--only: expected some of a,b, got "d"');
  expect(threadCounts(1)).toEqual([1]);
  expect(threadCounts(6)).toEqual([1, 2, 4, 6]);
  const table = { title: 'T', note: 'N.', kernels: 'simd128', rows: [{ k: 784, x: 1.23456, y: null }] };
  expect(markdown(table, 'M')).toBe(
    '### T\n\nM, kernels: simd128. N.\n\n| k | x | y |\n| --- | --- | --- |\n| 784 | 1.23 | – |\n',
  );
});
