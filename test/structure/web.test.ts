/** The page uses the package's public face and nothing private, and weighs on no user of the library. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const names = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const imported = names
  .filter((name) => !name.endsWith('.config.ts'))
  .flatMap((name) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(WEB, name), 'utf8'), true, true);
    return importedFiles.map(({ fileName }) => ({ name, from: fileName }));
  });

test('imports its own modules, the library by its name, and packages for development', () => {
  expect(names.length).toBeGreaterThan(40);
  const outside = imported.filter(({ from }) => !from.startsWith('.') && from !== 'expressivity');
  const packages = new Set(outside.map(({ from }) => /^(?:@[^/]+\/)?[^/]+/.exec(from)![0]));
  const known = Object.keys(manifest.devDependencies);
  expect([...packages].filter((name) => !known.includes(name))).toEqual([]);
  const relative = imported.filter(({ from }) => from.startsWith('.'));
  expect(relative.filter(({ name, from }) => join(name, '..', from).startsWith('..'))).toEqual([]);
});

test('computes in workers alone: elsewhere the library is imported for its types', () => {
  const values = names.filter(
    (name) => !name.startsWith(join('workers', 'jobs')) && !name.endsWith('.config.ts'),
  );
  const computing = values.filter((name) =>
    /^import (?!type)[^;]*'expressivity'/m.test(readFileSync(join(WEB, name), 'utf8')),
  );
  expect(computing).toEqual([]);
});
