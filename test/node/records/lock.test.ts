import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../../src/node/records/lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expressivity-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const left = (text: string) => writeFileSync(join(folder, 'lock'), text);
const holder = (fields: object) => left(JSON.stringify({ host: hostname(), pid: process.pid, ...fields }));

test('keeps others out until it is released', () => {
  const lock = lockFolder(folder, 'run');
  expect(() => lockFolder(folder, 'run')).toThrow(
    `run: expected a folder that no other process writes to, got one of process ${process.pid}`,
  );
  lock.release();
  lockFolder(folder, 'run').release();
  expect(readdirSync(folder)).toEqual([]);
});

test('of a process that has ended is taken over', () => {
  // No Linux gives so high a number.
  holder({ pid: 4194305, started: null });
  lockFolder(folder, 'run').release();
});

test('of a process whose number another one has now is taken over', () => {
  holder({ started: 'another start of the machine 1' });
  lockFolder(folder, 'run').release();
});

test('that was half written is taken over', () => {
  left('');
  lockFolder(folder, 'run').release();
  left('{"host":"a');
  lockFolder(folder, 'run').release();
});

test('of another machine says what to do', () => {
  holder({ host: 'elsewhere', pid: 1, started: null });
  expect(() => lockFolder(folder, 'run')).toThrow(`if it has ended, remove ${join(folder, 'lock')}`);
});
