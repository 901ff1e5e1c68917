/** Runs that are stopped, broken or extended, and gone on with. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseNpz } from '../../src/formats/npz.ts';
import { build, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-resume-'));
/** Some seconds of one core. */
const EXPERIMENT = '--width 60 --depth 6 --density 0.3,1 --networks 3000 --threads 1 --quiet'.split(' ');
const SMALL = '--width 8 --depth 3 --density 0.5,1 --sigma-w 1,2'.split(' ');
const run = (words: readonly string[], meanwhile = (_: { kill: (signal: NodeJS.Signals) => void }) => {}) =>
  expressivity(words, { cwd: folder, meanwhile });
const cells = (name: string) =>
  JSON.stringify(JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')).cells);
const blocks = (name: string) =>
  existsSync(join(folder, name, 'records'))
    ? readdirSync(join(folder, name, 'records')).filter((file) => file.endsWith('.blocks'))
    : [];

beforeAll(async () => {
  await build();
  expect(await run(['trajectory', ...EXPERIMENT, '--out', 'whole'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Sends a signal once the first file of records is there. */
function onceRecorded(name: string, then: (child: { kill: (signal: NodeJS.Signals) => void }) => void) {
  return (child: { kill: (signal: NodeJS.Signals) => void }) => {
    const timer = setInterval(() => {
      if (blocks(name).length === 0) return;
      clearInterval(timer);
      then(child);
    }, 10);
  };
}

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)('%s loses nothing that was recorded', async (signal) => {
  const words = ['trajectory', ...EXPERIMENT, '--out', signal];
  const stopped = await run(
    words,
    onceRecorded(signal, (child) => child.kill(signal)),
  );
  const before = blocks(signal);
  expect(before.length).toBeGreaterThan(0);
  if (signal !== 'SIGKILL') {
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/finished is in .*, and --resume goes on\n$/);
  }
  expect(await run(words)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `expressivity: ${signal}: expected --resume, to go on with the records that are there, got unfinished records\n`,
  });
  expect(await run(['trajectory', signal, '--resume', '--quiet'])).toMatchObject({ code: 0, stderr: '' });
  expect(blocks(signal)).toEqual(expect.arrayContaining(before));
  expect(cells(signal)).toBe(cells('whole'));
});

describe('a finished run', () => {
  beforeAll(async () => {
    await run(['trajectory', ...SMALL, '--networks', '40', '--quiet', '--out', 'small']);
    await run(['trajectory', ...SMALL, '--networks', '90', '--quiet', '--out', 'large']);
  });
  test('is extended, by its folder or by its command', async () => {
    await run(['trajectory', ...SMALL, '--networks', '40', '--quiet', '--out', 'other']);
    expect(await run(['trajectory', 'small', '--resume', '--networks', '90', '--quiet'])).toMatchObject({
      code: 0,
    });
    expect(cells('small')).toBe(cells('large'));
    const words = ['trajectory', ...SMALL, '--networks', '90', '--quiet', '--out', 'other', '--resume'];
    expect(await run(words)).toMatchObject({ code: 0 });
    expect(cells('other')).toBe(cells('large'));
  });
  test('is reported from its records alone', async () => {
    const before = cells('large');
    for (const file of ['result.json', 'result.csv', 'trajectory.svg', 'networks.npz', 'experiment.json'])
      rmSync(join(folder, 'large', file));
    const { code, stdout } = await run(['report', 'large', '--json', '--quiet']);
    expect(code).toBe(0);
    expect(JSON.stringify(JSON.parse(stdout).cells)).toBe(before);
    expect(cells('large')).toBe(before);
    expect(listing(join(folder, 'large'))).toContain('networks.npz');
  });
  test('has every number of every network, whose means are those of the document', async () => {
    const arrays = await parseNpz(readFileSync(join(folder, 'large/networks.npz')));
    const document = JSON.parse(cells('large')) as { layers: Record<string, { mean: number }>[] }[];
    expect(arrays.map(({ name }) => name)).toEqual(
      document.flatMap((_, c) =>
        ['length', 'preLength', 'ratio', 'growth', 'transitions', 'regions'].map((name) => `c${c}_${name}`),
      ),
    );
    for (const { name, shape, values: read } of arrays) {
      const values = read();
      expect(shape).toEqual([90, 3]);
      const [, c, quantity] = /^c(\d+)_(\w+)$/.exec(name)!;
      for (let l = 0; l < 3; l++) {
        const own = Array.from({ length: 90 }, (_, i) => values[3 * i + l]!).filter((x) => !Number.isNaN(x));
        const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
        expect(mean, name).toBeCloseTo(document[Number(c)]!.layers[l]![quantity!]!.mean, 12);
      }
    }
  });
  test('of another experiment is refused by field, with and without --resume', async () => {
    for (const more of [[], ['--resume']]) {
      const words = ['trajectory', '--width', '9', '--quiet', '--out', 'large', ...more];
      expect(await run(words)).toMatchObject({
        code: 2,
        stderr:
          'expressivity: large/records/plan.json: width: expected 9, got 8; for other records take another folder\n',
      });
    }
  });
  test('with a damaged file is mended: its networks alone are measured again', async () => {
    const before = cells('large');
    const [file] = blocks('large') as [string];
    const path = join(folder, 'large/records', file);
    truncateSync(path, 2000);
    const refused = await run(['report', 'large']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(file);
    const { code, stderr } = await run(['trajectory', 'large', '--resume', '--quiet']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^large\/records\/.*\.blocks is damaged: .*; its networks are measured again\n$/);
    expect(cells('large')).toBe(before);
  });
});

test('two processes do not share a folder', async () => {
  const words = ['trajectory', ...EXPERIMENT, '--out', 'shared'];
  let second: ReturnType<typeof run> | null = null;
  const first = await run(
    words,
    onceRecorded('shared', () => {
      second = run([...words, '--resume']);
    }),
  );
  expect(first.code).toBe(0);
  const refused = await second!;
  // Where the first one ended meanwhile, the second found all done.
  if (refused.code !== 0)
    expect(refused.stderr).toMatch(
      /^expressivity: shared: expected a folder that no other process writes to, got one of process \d+\n$/,
    );
  expect(cells('shared')).toBe(cells('whole'));
});

test('a folder that is removed under a run ends it, and nothing comes back', async () => {
  const remove = () => rmSync(join(folder, 'gone'), { recursive: true });
  const { code, stderr } = await run(
    ['trajectory', ...EXPERIMENT, '--out', 'gone'],
    onceRecorded('gone', remove),
  );
  // Removed after the last checkpoint, it is made anew for the results.
  if (code !== 0) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/^expressivity: gone.*: expected to be written to, got ENOENT.*\n$/);
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  }
});

test('a clock that jumps does no harm', async () => {
  // Hours back and forth at every question: what is shown of a clock, but no record, may depend on it.
  const jumps = join(folder, 'jumps.mjs');
  const program = `const { now } = Date; let n = 0; Date.now = () => now() + ((n += 7) % 11 - 5) * 3_600_000;`;
  writeFileSync(jumps, program);
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(jumps)}` };
  const words = ['trajectory', ...EXPERIMENT, '--out', 'jumping'];
  const killed = await expressivity(words, {
    cwd: folder,
    env,
    meanwhile: onceRecorded('jumping', (child) => child.kill('SIGKILL')),
  });
  expect(killed.signal).toBe('SIGKILL');
  expect(await expressivity([...words, '--resume'], { cwd: folder, env })).toMatchObject({ code: 0 });
  expect(cells('jumping')).toBe(cells('whole'));
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('file systems', () => {
  const disk = join(folder, 'disk');
  beforeAll(() => {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'none', disk]);
  });
  afterAll(() => execFileSync('umount', [disk]));

  test('a full disk ends the run; with room it goes on', async () => {
    const words = ['trajectory', ...EXPERIMENT, '--out', 'disk/run'];
    const { code, stderr } = await run(words);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^expressivity: disk\/run\/records: expected to be written to, got ENOSPC.*\n$/);
    expect(blocks('disk/run').length).toBeGreaterThan(0);
    expect(readdirSync(join(disk, 'run/records')).filter((name) => name.startsWith('.'))).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=50m', disk]);
    expect(await run([...words, '--resume'])).toMatchObject({ code: 0 });
    expect(cells('disk/run')).toBe(cells('whole'));
  });
  test('a read-only folder is refused before any work', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const { code, stderr } = await run(['trajectory', ...EXPERIMENT, '--out', 'disk/other']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^expressivity: --out: expected a folder that can be written to, got "disk\/other" \(EROFS/,
    );
  });
});
