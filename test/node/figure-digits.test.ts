import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { InputError } from '../../src/experiment/index.ts';
import { digitsFor } from '../../src/node/files/figure-digits.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-digits-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('figures take the digits of a folder, at every size', async () => {
  for (const kind of ['images-idx3', 'labels-idx1']) {
    const sample = new URL(`../../data/mnist-sample-${kind}-ubyte.gz`, import.meta.url);
    cpSync(fileURLToPath(sample), join(folder, `train-${kind}-ubyte.gz`));
  }
  const read = await digitsFor('full', folder);
  expect(await read('full')).toEqual(await trainingDigits({}, null));
});

test('a folder without digits is wrong input, before any work', async () => {
  const wrong = digitsFor('quick', join(folder, 'none'));
  await expect(wrong).rejects.toThrow(InputError);
  await expect(wrong).rejects.toThrow(/^--mnist-dir: expected a readable folder, got ".*none" \(/);
});
