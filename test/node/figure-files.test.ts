import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FigureDocument, figures } from '../../src/figures/index.ts';
import { readFigure } from '../../src/node/figure-files.ts';
import { runInTestSize } from '../figures/run.ts';
import { refusal } from '../input/refusal.ts';

const figure = figures.find(({ id }) => id === 'pascanu-arrangement')!;
const folder = mkdtempSync(join(tmpdir(), 'expressivity-figure-'));
const file = join(folder, `${figure.id}.json`);
let document: FigureDocument & { readonly data: { readonly counts: readonly object[] } };
beforeAll(async () => {
  document = (await runInTestSize(figure)) as typeof document;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads what stands in the file after `value` was written into it. */
function read(value: object, from = file): Promise<FigureDocument> {
  writeFileSync(file, JSON.stringify(value));
  return readFigure(figure, from);
}
const withData = (data: object) => ({ ...document, data: { ...document.data, ...data } });

test('a document comes back as it was, from the file and from the folder', async () => {
  expect(await read(document)).toEqual(document);
  expect(await read(document, folder)).toEqual(document);
});

test('what is derived from the data is derived again', async () => {
  expect(await read({ ...document, caption: '', verdict: 'fail', checks: [] })).toEqual(document);
});

describe('wrong input', () => {
  const expected = `--from: expected the document of ${figure.id}, got "${file}"`;
  const refused = (problem: string) => refusal(`${expected}${problem}`);

  test('a value of another kind, a missing one, an unknown one', async () => {
    const [first, ...others] = document.data.counts;
    const text = withData({ counts: [{ ...first, regions: '2' }, ...others] });
    await expect(read(text)).rejects.toThrow(refused(', damaged at data.counts[0].regions'));
    await expect(read(withData({ shown: undefined }))).rejects.toThrow(refused(', damaged at data.shown'));
    await expect(read(withData({ more: 1 }))).rejects.toThrow(refused(', damaged at data.more'));
    await expect(read({ ...document, provenance: null })).rejects.toThrow(refused(', damaged at provenance'));
    for (const name of ['title', 'paper', 'number', 'caption', 'verdict', 'checks'])
      await expect(read({ ...document, [name]: 3 })).rejects.toThrow(refused(`, damaged at ${name}`));
  });
  test('values that no picture, caption or table can be made of', async () => {
    await expect(read(withData({ counts: [] }))).rejects.toThrow(refused(', whose data do not fit together'));
  });
});
