/** One run in shards, as processes: any number, in any order, some twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStream, uniform01 } from '../../src/random/index.ts';
import { build, expressivity } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-shards-'));
const EXPERIMENT = '--width 12 --depth 3 --density 0.3,1 --sigma-w 1,2 --networks 70'.split(' ');
const run = (...words: string[]) => expressivity(words, { cwd: folder });
const must = async (...words: string[]) => {
  const outcome = await run(...words);
  expect(outcome, words.join(' ')).toMatchObject({ code: 0, stderr: '' });
  return outcome.stdout;
};
const cells = (name: string) =>
  JSON.stringify(JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')).cells);

beforeAll(async () => {
  await build();
  await must('trajectory', ...EXPERIMENT, '--quiet', '--out', 'whole');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([1, 2, 7, 64])(
  '%d shards in random order, some twice, have the bytes of one process',
  async (n) => {
    const name = `shards-${n}`;
    await must('plan', ...EXPERIMENT, '--shards', String(n), '--out', name, '--quiet');
    const stream = openStream(BigInt(n));
    const order = Array.from({ length: n }, (_, i) => ({ i, at: uniform01(stream) }));
    const twice = order.filter(() => uniform01(stream) < 0.1).map(({ i }) => ({ i, at: uniform01(stream) }));
    const shards = [...order, ...twice].sort((a, b) => a.at - b.at).map(({ i }) => i);
    // The last one to run that has not run before.
    const last = Math.max(...Array.from({ length: n }, (_, shard) => shards.indexOf(shard)));
    for (const [at, shard] of shards.entries()) {
      if (at === last) {
        expect(JSON.parse(await must('status', name, '--json'))).toMatchObject({
          shards: n,
          done: n - 1,
          missing: String(shard),
        });
        expect(await run('merge', name)).toMatchObject({
          code: 2,
          stderr: `expressivity: ${name}: expected records of all networks (shards ${shard} are missing), got records of some alone\n`,
        });
      }
      await must('shard', name, String(shard), '--quiet', '--threads', '1');
    }
    expect(JSON.parse(await must('status', name, '--json'))).toMatchObject({
      done: n,
      missing: '',
      share: 1,
    });
    await must('merge', name, '--quiet');
    expect(cells(name)).toBe(cells('whole'));
  },
);

describe('until-relative-ci', () => {
  const UNTIL = '--width 12 --depth 3 --density 0.3,1 --until-relative-ci 0.05'.split(' ');
  test('is applied to the records at the merge, up to the networks that there are', async () => {
    await must('trajectory', ...UNTIL, '--quiet', '--out', 'until');
    const found = JSON.parse(cells('until')) as { networks: number }[];
    const most = Math.max(...found.map(({ networks }) => networks));
    for (const [name, max] of [
      ['enough', most],
      ['few', most - 1],
    ] as const) {
      await must('plan', ...UNTIL, '--max-networks', String(max), '--shards', '2', '--out', name, '--quiet');
      for (const shard of ['1', '0']) await must('shard', name, shard, '--quiet');
      expect(await must('merge', name, '--quiet')).toContain(`of the ${max} networks that were measured`);
    }
    expect(cells('enough')).toBe(cells('until'));
    const few = JSON.parse(cells('few')) as { intervalReached?: boolean; networks: number }[];
    expect(Math.max(...few.map(({ networks }) => networks))).toBe(most - 1);
  });
});

describe('refused in one line', () => {
  beforeAll(() => must('plan', ...EXPERIMENT, '--shards', '3', '--out', 'plan', '--quiet'));
  test.each([
    ['shard plan 3', 'I: expected a shard from 0 to 2, got "3"'],
    ['shard whole 0', 'whole/records/plan.json: shards: expected a number (expressivity plan), got null'],
    ['shard none 0', 'none: expected a run folder, with records/plan.json, got none'],
    ['merge none', 'none: expected a run folder, with records/plan.json, got none'],
    ['plan --shards 0 --out new', '--shards: expected an integer from 1 to 100000, got "0"'],
    ['plan --shards 2', '--out: expected a folder, got none'],
    [
      'plan --shards 2 --out new --kernels relaxed',
      '--kernels: expected simd128 for shards, whose digits are the same on every machine, got relaxed',
    ],
    [
      'plan --until-relative-ci 0.1 --shards 2 --out new',
      '--max-networks: expected an integer from 1 to 9007199254740991, got none',
    ],
  ])('%s', async (words, line) => {
    expect(await run(...words.split(' '))).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `expressivity: ${line}\n`,
    });
  });
  test('a plan that was altered', async () => {
    const path = join(folder, 'plan/records/plan.json');
    const text = readFileSync(path, 'utf8');
    for (const [from, to, line] of [
      ['"networks": 70', '"network": 70', 'network'],
      ['"shards": 3', '"shards": -3', 'shards'],
      ['"seed": 0', '"seed": 1', 'experiment'],
    ] as const) {
      writeFileSync(path, text.replace(from, to));
      const { code, stderr } = await run('status', 'plan');
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`^expressivity: plan/records/plan.json: ${line}.*: expected .*\\n$`));
    }
    writeFileSync(path, text);
  });
});
