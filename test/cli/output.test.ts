import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FigureDocument } from '../../src/figures/index.ts';
import type { ResultDocument } from '../../src/result/index.ts';
import { build, expressivity, listing, shell } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-output-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = ['--width', '8', '--depth', '2', '--networks', '6'];
const run = (...words: string[]) => expressivity(words, { cwd: folder });
const cellsOf = (text: string) => JSON.stringify((JSON.parse(text) as ResultDocument).cells);

describe('a result that cannot be printed, or a folder that cannot be written', () => {
  test('standard output is full: the folder has everything, and the message says so', async () => {
    const { code, stderr } = await shell(
      `expressivity trajectory ${SMALL.join(' ')} --quiet --out full > /dev/full`,
      { cwd: folder },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^expressivity: standard output: expected to be written to, got .*ENOSPC.*; the results are in full\n$/,
    );
    expect(listing(join(folder, 'full')).filter((name) => !name.startsWith('records'))).toEqual([
      'experiment.json',
      'networks.npz',
      'result.csv',
      'result.json',
      'trajectory.png',
      'trajectory.svg',
    ]);
  });

  test.for(['dangling', 'loop', 'x'.repeat(300)])('%s is refused before the run', async (out) => {
    if (out === 'dangling') symlinkSync('/nowhere/at/all', join(folder, out));
    if (out === 'loop') symlinkSync(out, join(folder, out));
    const { code, stdout, stderr } = await run('trajectory', ...SMALL, '--out', out);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^expressivity: --out: expected a folder.*, got .*\n$/);
  });
});

describe('trajectory', () => {
  test('prints a table; not on a terminal, standard error stays empty', async () => {
    const { code, stdout, stderr } = await run('trajectory', ...SMALL);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^layer {2}width .*ratio/);
    const sampled = await run('trajectory', ...SMALL, '--estimator', 'polyline', '--points', '12');
    expect(sampled.stdout).toContain('A polyline of 12 points reads short');
  });

  test('--json prints one document, with --out too; what was written is told on standard error', async () => {
    const { code, stdout, stderr } = await run('trajectory', ...SMALL, '--json', '--out', 'both');
    expect([code, stderr]).toEqual([
      0,
      'wrote both/experiment.json, both/result.json, both/result.csv, both/trajectory.svg, both/trajectory.png, both/networks.npz\n',
    ]);
    expect(readFileSync(join(folder, 'both/result.json'), 'utf8')).toBe(stdout);
    expect((JSON.parse(stdout) as ResultDocument).schema).toBe('expressivity/result@1');
  });

  test('--out makes the folder, with six files and the records; --quiet says nothing of it', async () => {
    const outcome = await run('trajectory', ...SMALL, '--quiet', '--out', 'new/run');
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    expect(listing(join(folder, 'new'))).toEqual([
      'run',
      'run/experiment.json',
      'run/networks.npz',
      'run/records',
      'run/records/plan.json',
      expect.stringMatching(/^run\/records\/run0-network0-\w+\.blocks$/),
      'run/result.csv',
      'run/result.json',
      'run/trajectory.png',
      'run/trajectory.svg',
    ]);
  });

  test('the experiment.json of a run gives the same cells, byte for byte; options override its fields', async () => {
    const sweep = [
      '--density',
      '0.1,0.5',
      '--weights',
      'uniform,discrete',
      '--sigma-b',
      '0.3',
      '--seed',
      '7',
    ];
    const first = await run('trajectory', ...SMALL, ...sweep, '--json', '--out', 'first');
    const again = await run('trajectory', 'first/experiment.json', '--json', '--threads', '1');
    expect(cellsOf(again.stdout)).toBe(cellsOf(first.stdout));
    const other = await run(
      'trajectory',
      'first/experiment.json',
      '--json',
      '--density',
      '0.5',
      '--networks',
      '2',
    );
    const { cells } = JSON.parse(other.stdout) as ResultDocument;
    expect(
      cells.map(({ parameters, networks }) => [parameters.density, parameters.weights, networks]),
    ).toEqual([
      [0.5, 'uniform', 2],
      [0.5, 'discrete', 2],
    ]);
  });

  test('one network works and has no interval', async () => {
    const { code, stdout } = await run(
      'trajectory',
      '--width',
      '8',
      '--depth',
      '2',
      '--networks',
      '1',
      '--json',
    );
    expect(code).toBe(0);
    const { growth } = (JSON.parse(stdout) as ResultDocument).cells[0]!.layers[1]!;
    expect(growth).toMatchObject({ sd: null, sem: null, ci95: null, n: 1 });
    expect(growth.mean).toBeGreaterThan(0);
  });
});

describe('theory growth', () => {
  test('prints a table that fits 100 columns and says what its columns are', async () => {
    const { code, stdout, stderr } = await run('theory', 'growth', '--density', '0.1', '--sigma-w', '2');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^layer +expected growth +Price–Tanner +scaling law +expected ratio/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toContain('scaling law:');
  });

  test('--json prints ratio, growth, scaling law and spread of each layer', async () => {
    const { stdout } = await run(
      'theory',
      'growth',
      '--width',
      '16',
      '--depth',
      '3',
      '--sigma-w',
      '2',
      '--json',
    );
    const document = JSON.parse(stdout) as { layers: Record<string, unknown>[] };
    expect(Object.keys(document)).toEqual(['layers']);
    expect(document.layers.map((layer) => layer.layer)).toEqual([1, 2, 3]);
    for (const layer of document.layers) {
      expect(Object.keys(layer).join(' ')).toBe(
        'layer ratio growth scalingLaw typical variation networksNeeded',
      );
      expect(layer.typical).toMatchObject({ ratio: expect.any(Number), growth: expect.any(Number) });
      expect(layer.growth).toHaveProperty('priceTanner', expect.any(Number));
    }
    // Raghu et al.: sigma_w sqrt(k / (k + 1)) = 2 sqrt(16 / 17)
    expect(document.layers[2]!.scalingLaw).toBeCloseTo(1.9402850002906638, 12);
  });

  test('takes an experiment of more points than any run could, and no option on measuring', async () => {
    writeFileSync(join(folder, 'points.json'), '{ "width": 1000, "depth": 1, "points": 10000000 }');
    const outcome = await run('theory', 'growth', 'points.json');
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    const refused = await run('theory', 'growth', '--points', '7');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'expressivity: --points: expected an option of expressivity theory growth (did you mean --endpoints?), got --points\n',
    ]);
  });
});

describe('theory of a shape', () => {
  test('transitions', async () => {
    const { code, stdout } = await run('theory', 'transitions', '--widths', '4,4,4,4', '--json');
    const document = JSON.parse(stdout) as { perLayer: number[]; total: number; regions: number };
    expect([code, ...Object.keys(document)]).toEqual([0, 'perLayer', 'total', 'regions']);
    expect([document.perLayer[1], document.total, document.regions]).toEqual([
      1.875, 7.28076171875, 5.97021484375,
    ]);
    const text = (await run('theory', 'transitions', '--widths', '8', '--angle', '4')).stdout;
    expect(text).toContain('activation regions on a segment: – (an angle above π');
  });

  test('regions: exact integers as decimal strings, however long', async () => {
    const { stdout } = await run('theory', 'regions', '--input-dim', '2', '--widths', '8,8', '--json');
    expect(JSON.parse(stdout)).toEqual({
      zaslavsky: null,
      pascanu2013Lower: '148',
      montufar2014Lower: '592',
      serra2018Lower: '925',
      montufar2017Upper: '1369',
      serra2018Upper: '1369',
      trivialUpper: '65536',
    });
    const long = await run('theory', 'regions', '--widths', '300,300', '--json');
    expect((JSON.parse(long.stdout) as { trivialUpper: string }).trivialUpper).toBe(String(1n << 600n));
  });

  test('explain: all names, and one', async () => {
    const { families } = JSON.parse((await run('theory', 'explain', '--json')).stdout) as {
      families: { entries: { name: string }[] }[];
    };
    const names = families.flatMap(({ entries }) => entries.map(({ name }) => name));
    const list = (await run('theory', 'explain')).stdout;
    for (const name of names) expect(list).toContain(`  ${name} `);
    const one = JSON.parse((await run('theory', 'explain', 'priceTanner', '--json')).stdout) as object;
    expect(Object.keys(one)).toEqual(['name', 'title', 'statement', 'assumptions', 'source', 'loose']);
    const text = (await run('theory', 'explain', 'priceTanner')).stdout;
    expect(text).toMatch(/^priceTanner: .*\n\nstates {3}E\|dz\|[\s\S]*\nsource {3}Price & Tanner 2019/);
  });
});

describe('figure', () => {
  test('list names the figures, as text and as one document', async () => {
    const { stdout } = await run('figure', 'list', '--json');
    const { figures } = JSON.parse(stdout) as { figures: Record<string, string>[] };
    expect(figures.map(({ id }) => id)).toContain('price-growth-depth');
    const text = (await run('figure', 'list')).stdout;
    for (const { id, paper, title } of figures) {
      for (const part of [`${id} `, paper, title]) expect(text).toContain(part);
    }
  });

  test('writes picture and data, prints the verdict, and draws again from the data', async () => {
    const size = ['figure', 'price-growth-depth', '--test', '--quiet'];
    const { code, stdout, stderr } = await run(
      ...size,
      '--json',
      '--out',
      'fig',
      '--seed',
      '1',
      '--width',
      'column',
    );
    expect([code, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout) as FigureDocument;
    expect([document.schema, document.seed, document.size]).toEqual(['expressivity/figure@1', 1, 'test']);
    expect(document.verdict).toBe('pass');
    const names = ['csv', 'json', 'png', 'svg'].map((ending) => `price-growth-depth.${ending}`);
    expect(listing(join(folder, 'fig'))).toEqual(names);
    const read = (name: string) => readFileSync(join(folder, name));
    expect(read('fig/price-growth-depth.json').toString()).toBe(stdout);
    expect(read('fig/price-growth-depth.png').readUInt32BE(16)).toBe(990);
    expect(read('fig/price-growth-depth.svg').toString()).toContain(' width="3.3in"');

    const again = await run(
      'figure',
      'price-growth-depth',
      '--from',
      'fig',
      '--out',
      'again',
      '--width',
      'column',
    );
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/ 24 of 24 checks pass\.\n$/);
    for (const name of names) expect(read(`again/${name}`).equals(read(`fig/${name}`))).toBe(true);
  });

  test('a check that fails is exit code 1, after everything was written', async () => {
    await run('figure', 'price-growth-depth', '--test', '--quiet', '--out', 'wrong');
    const file = join(folder, 'wrong/price-growth-depth.json');
    const document = JSON.parse(readFileSync(file, 'utf8')) as { data: { result: ResultDocument } };
    const { cells } = document.data.result;
    const moved = cells.map(({ meanGrowth, ...cell }) => ({
      ...cell,
      meanGrowth: { ...meanGrowth, estimate: { ...meanGrowth.estimate, mean: 9 } },
    }));
    const data = { result: { ...document.data.result, cells: moved } };
    writeFileSync(file, JSON.stringify({ ...document, data }));
    const words = ['figure', 'price-growth-depth', '--from', file, '--quiet', '--out', 'judged'];
    const { code, stdout, stderr } = await run(...words);
    expect([code, stderr]).toEqual([
      1,
      'expressivity: figure: expected every check to pass, got price-growth-depth: 12 of 24 checks pass\n',
    ]);
    expect(stdout).toContain('FAIL');
    expect(listing(join(folder, 'judged'))).toHaveLength(4);
  });
});

describe('what fails', () => {
  test('a reader that has gone away ends it quietly', async () => {
    const line =
      'set -o pipefail; expressivity trajectory --width 9 --depth 30 --points 5 --json | head -c 1';
    expect(await shell(line)).toEqual({ code: 0, signal: null, stdout: '{', stderr: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('standard output that takes nothing', async () => {
    const { code, stderr } = await shell('expressivity theory growth > /dev/full');
    expect([code, stderr]).toEqual([
      1,
      'expressivity: standard output: expected to be written to, got ENOSPC: no space left on device, write\n',
    ]);
  });

  test('results that cannot be written: printed all the same, earlier ones untouched, nothing else left', async () => {
    await run('trajectory', ...SMALL, '--out', 'kept', '--quiet');
    const files = () => listing(join(folder, 'kept')).filter((name) => name !== 'records');
    const before = files().map((name) => readFileSync(join(folder, 'kept', name), 'utf8'));
    // Files may have 1024 bytes here: a full disk that needs no rights to make.
    const limited = (out: string) =>
      shell(`ulimit -f 1; expressivity trajectory ${SMALL.join(' ')} --quiet --out ${out} | cat`, {
        cwd: folder,
      });
    for (const out of ['kept', 'never/made']) {
      const { stdout, stderr } = await limited(out);
      // Without room for records nothing is measured; those that are there are used.
      expect(stdout).toMatch(out === 'kept' ? /^layer/ : /^$/);
      expect(stderr).toBe(
        `expressivity: ${out}: expected to be written to, got EFBIG: file too large, write\n`,
      );
    }
    expect(files().map((name) => readFileSync(join(folder, 'kept', name), 'utf8'))).toEqual(before);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  test('a worker that dies fails the run with one line', async () => {
    const dying = join(folder, 'dying.mjs');
    writeFileSync(
      dying,
      "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) process.exit(7);\n",
    );
    const outcome = await expressivity(['trajectory', ...SMALL], {
      env: { NODE_OPTIONS: `--import ${dying}` },
    });
    expect(outcome).toEqual({
      code: 1,
      signal: null,
      stdout: '',
      stderr: 'expressivity: a worker thread died: worker exited with code: 7\n',
    });
  });
});
