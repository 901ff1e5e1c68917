import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvParse } from 'd3-dsv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { meanField, type PhasePoint } from '../../src/theory/index.ts';
import { build, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-phases-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

const GRID = ['--activation', 'erf', '--sigma-w', '0.5:2:0.5', '--sigma-b', '0.2,1', '--density', '0.9'];
const run = (...words: string[]) => expressivity(['theory', 'meanfield', ...words], { cwd: folder });

test('a grid is printed, written and drawn with the values of its points', async () => {
  const { code, stdout } = await run(...GRID, '--json', '--out', 'phases');
  expect(code).toBe(0);
  const { grid } = JSON.parse(stdout) as { grid: PhasePoint[] };
  expect(grid.map(({ sigmaW, sigmaB }) => [sigmaW, sigmaB])).toEqual(
    [0.2, 1].flatMap((sigmaB) => [0.5, 1, 1.5, 2].map((sigmaW) => [sigmaW, sigmaB])),
  );
  for (const { sigmaW, sigmaB, ...point } of grid) {
    const known = meanField({ activation: { name: 'erf' }, sigmaW, sigmaB, density: 0.9 });
    expect(point.phase).toBe(known.phase);
    for (const name of ['qStar', 'chi1', 'cStar', 'xiQ', 'xiC'] as const)
      expect(point[name], name).toBeCloseTo(known[name]!, 8);
  }
  const names = ['phase-diagram.png', 'phase-diagram.svg', 'result.csv', 'result.json'];
  expect(listing(join(folder, 'phases'))).toEqual(names);
  const read = (name: string) => readFileSync(join(folder, 'phases', name), 'utf8');
  expect(JSON.parse(read('result.json'))).toEqual({ grid });
  expect(csvParse(read('result.csv')).map(({ chi1 }) => Number(chi1))).toEqual(grid.map(({ chi1 }) => chi1));
  expect(read('phase-diagram.svg')).toContain('edge of chaos');
});

test('one axis is a table and lines, and what is missing is marked', async () => {
  const { code, stdout } = await run('--sigma-w', '1,1.5', '--out', 'lines');
  expect(code).toBe(0);
  expect(stdout).toContain('–: infinite, not unique, or does not exist.');
  expect(readFileSync(join(folder, 'lines', 'phase-diagram.svg'), 'utf8')).not.toMatch(/NaN|edge of chaos/);
});

test.each([
  [
    ['--sigma-w', '1,1'],
    '--sigma-w: expected numbers or ranges such as 1:4:0.1, got "1,1" (1 stands there twice)',
  ],
  [
    ['--sigma-b', '0:1'],
    '--sigma-b: expected numbers or ranges such as 1:4:0.1, got "0:1" (element 1 is not a range start:stop:step)',
  ],
  [['--sigma-w', '-1,1'], '--sigma-w: expected a finite number >= 0, got -1'],
  [
    ['--sigma-w', '1:2:0.001', '--sigma-b', '0:1:0.001'],
    '--sigma-w: expected a grid of at most 100,000 points, got 1002001',
  ],
] as const)('%j is refused in one line', async (words, line) => {
  const { code, stdout, stderr } = await run(...words, '--out', 'nothing');
  expect([code, stdout, stderr]).toEqual([2, '', `expressivity: ${line}\n`]);
});
