/** What is not refused: fields of files, and values that happen to have no effect. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { build, expressivity } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-no-effect-'));
const files: Readonly<Record<string, string>> = {
  'ends.csv': '1,0\n0,1\n',
  'network.json': '{ "layers": [{ "weights": [[1, 2], [2, 1]] }] }',
  'exact.json': '{ "width": 4, "depth": 1, "estimator": "exact", "points": 50, "mnistDir": "digits" }',
};
beforeAll(async () => {
  await build();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true }));

const split = (words: string) => words.split(' ');

test.concurrent.for([
  'trajectory exact.json --networks 2 --quiet',
  'trajectory --width 4 --depth 1 --networks 2 --points 9 --quiet',
  'trajectory --width 4 --depth 1 --networks 2 --sigma-b 0 --biases uniform --quiet',
  'theory growth exact.json --seed 1',
  'regions --network-file network.json --endpoints ends.csv --curve polyline --quiet',
])('%s', async (words, { expect }) => {
  const { code, stderr } = await expressivity(split(words), { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
});
