/** Drivers in docs/clusters.md, run as they are written there. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fencedBlocks, readDocument } from '../docs/markdown.ts';
import { COMMAND, start } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-drivers-'));
const path = [join(folder, 'bin'), process.env.PATH].join(delimiter);

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'expressivity');
  writeFileSync(command, `#!/bin/sh\nexec ${COMMAND.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(command, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('GNU parallel', async () => {
  const block = fencedBlocks(readDocument('docs/clusters.md')).find(({ text }) =>
    /^ {2}parallel /m.test(text),
  )!;
  const run = () =>
    execFileSync('sh', ['-c', block.text], {
      cwd: folder,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
    });
  const words = /expressivity plan (.*) --shards/.exec(block.text)![1]!.split(' ');
  const local = await start(['trajectory', ...words, '--json', '--quiet']).ended;
  const expected = JSON.stringify(JSON.parse(local.stdout).cells);
  const cells = () =>
    JSON.stringify(JSON.parse(readFileSync(join(folder, 'runs/parallel/result.json'), 'utf8')).cells);
  run();
  expect(cells()).toBe(expected);
  // Again, with nothing missing.
  rmSync(join(folder, 'runs/parallel/result.json'));
  run();
  expect(cells()).toBe(expected);
});
