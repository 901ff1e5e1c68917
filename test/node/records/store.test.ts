import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { layersOf } from '../../../src/ensemble/record-layers.ts';
import { emptyRecord, type LengthRecord } from '../../../src/measure/record.ts';
import type { Identity } from '../../../src/node/records/identity.ts';
import { RecordReader } from '../../../src/node/records/read.ts';
import { blockFiles, RecordStore } from '../../../src/node/records/store.ts';
import { refusal } from '../../input/refusal.ts';

const IDENTITY: Identity = {
  experiment: 'a',
  inputs: 'b',
  version: '1',
  kernels: 'simd128',
  kernelsSha256: 'c',
  machine: null,
};
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expressivity-records-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Networks `first` and up, whose lengths say which network and layer they belong to. */
function block(first: number, networks: number): LengthRecord {
  const record = emptyRecord(first, networks, 2);
  for (let i = 0; i < networks; i++)
    for (let l = 0; l < 2; l++) record.length[2 * i + l] = 10 * (first + i) + l;
  return record;
}

const open = (identity = IDENTITY) => new RecordStore(folder, identity, true);

/** A store with these blocks of run 3, in a file for each list. */
async function filled(...files: readonly LengthRecord[][]): Promise<RecordStore> {
  const store = open();
  store.prepare();
  for (const blocks of files) {
    for (const one of blocks) store.add(one, 3);
    await store.flush();
  }
  return store;
}

test('tells which networks are missing, whatever the order, overlaps and gaps of blocks', async () => {
  await filled([block(40, 10), block(0, 5), block(5, 5)], [block(8, 4)], [block(41, 2)]);
  const { index, damaged } = open();
  expect(damaged).toEqual([]);
  expect(index.missing({ run: 3, first: 0, networks: 60 })).toEqual([
    { run: 3, first: 12, networks: 28 },
    { run: 3, first: 50, networks: 10 },
  ]);
  expect(index.missing({ run: 3, first: 2, networks: 9 })).toEqual([]);
  expect(index.missing({ run: 2, first: 1, networks: 1 })).toEqual([{ run: 2, first: 1, networks: 1 }]);
});

test('reads ranges across blocks, as a record and by layers', async () => {
  await filled([block(0, 5)], [block(3, 9)], [block(12, 1)]);
  const reader = new RecordReader(open().index);
  const range = { run: 3, first: 2, networks: 11 };
  expect(reader.record(range, 2)).toEqual(block(2, 11));
  const [read, whole] = [reader.layers(range, 2), layersOf(block(2, 11))];
  for (const layer of [1, 2]) {
    expect(read.length('length', layer)).toEqual(whole.length('length', layer));
    expect(read.exponent(layer)).toEqual(whole.exponent(layer));
  }
  expect(reader.record({ run: 3, first: 2, networks: 12 }, 2)).toBeNull();
  reader.close();
});

describe('a damaged file', () => {
  test('is found wherever a byte is changed or the file ends, and its networks are missing', async () => {
    await filled([block(0, 3)], [block(3, 3)]);
    const [path] = blockFiles(folder) as [string];
    const whole = readFileSync(path);
    const head = whole.indexOf('\n');
    for (let at = 0; at < whole.length; at += at < head + 100 ? 1 : 5) {
      // The last four bytes of a header are not used.
      if (at > head + 92 && at <= head + 96) continue;
      const changed = Buffer.from(whole);
      changed[at]! ^= 0x10;
      writeFileSync(path, changed);
      expect(open().damaged, `byte ${at}`).toMatchObject([{ path }]);
    }
    for (const size of [0, 10, head, head + 50, whole.length - 1]) {
      writeFileSync(path, whole);
      truncateSync(path, size);
      const { damaged, index } = open();
      expect(damaged, `${size} bytes`).toMatchObject([{ path }]);
      expect(index.missing({ run: 3, first: 0, networks: 6 })).toHaveLength(1);
    }
  });

  test('is put aside, and its networks are recorded again', async () => {
    await filled([block(0, 3)]);
    const [path] = blockFiles(folder) as [string];
    truncateSync(path, 200);
    const again = await filled([block(0, 3)]);
    expect(again.damaged).toHaveLength(1);
    const now = open();
    expect(now.damaged).toEqual([]);
    expect(now.index.missing({ run: 3, first: 0, networks: 3 })).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.damaged'))).toHaveLength(1);
  });
});

test('records of something else are refused by file and field', async () => {
  await filled([block(0, 3)]);
  const [path] = blockFiles(folder);
  const other = { ...IDENTITY, kernelsSha256: 'd' };
  expect(() => open(other)).toThrow(refusal(`${path}: kernelsSha256: expected d, got "c"`));
});

test('a folder that is gone ends the recording with its name', async () => {
  const store = await filled([block(0, 3)]);
  rmSync(folder, { recursive: true });
  store.add(block(3, 3), 3);
  await expect(store.flush()).rejects.toThrow(`${folder}: expected to be written to, got ENOENT`);
  expect(() => store.add(block(6, 3), 3)).toThrow('ENOENT');
});

test('what killed processes left half-written is removed', async () => {
  const { temporaryName } = await import('../../../src/node/records/temporary.ts');
  const left = temporaryName().replace(`-${process.pid}-`, '-4194305-');
  writeFileSync(join(folder, left), 'half');
  await filled([block(0, 3)]);
  expect(readdirSync(folder)).not.toContain(left);
});
